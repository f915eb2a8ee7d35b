namespace Aspire.Hosting;

/// <summary>Whether the application is run or published.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName)
{
    private IServiceProvider? _serviceProvider;

    /// <summary>The operation, published as a manifest if it is published.</summary>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
        : this(operation, operation == DistributedApplicationOperation.Publish ? "manifest" : string.Empty)
    {
    }

    /// <summary>The operation.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>What it is published as.</summary>
    public string PublisherName { get; set; } = publisherName;

    /// <summary>The application's services; there are none before it is built.</summary>
    public IServiceProvider ServiceProvider
    {
        get => _serviceProvider ?? throw new InvalidOperationException("The application has not been built yet.");
        internal set => _serviceProvider = value;
    }

    /// <summary>Whether it is published.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>Whether it is run.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;
}
