using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Declares connection strings that are put together from other resources.</summary>
public static partial class ConnectionStringBuilderExtensions
{
    /// <summary>Declares a connection string with values in it.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionStringExpression);
        var connectionString = builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));
        foreach (var resource in DirectResources(connectionStringExpression))
        {
            connectionString.WaitForStart(builder.CreateResourceBuilder(resource)).WithReferenceRelationship(resource);
        }

        return connectionString
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "ConnectionString", State = KnownResourceStates.NotStarted, Properties = [] })
            .OnInitializeResource(InitializeAsync);
    }

    /// <summary>Declares a connection string with values in it.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, Action<ReferenceExpressionBuilder> connectionStringBuilder)
    {
        ArgumentNullException.ThrowIfNull(connectionStringBuilder);
        var expression = new ReferenceExpressionBuilder();
        connectionStringBuilder(expression);
        return builder.AddConnectionString(name, expression.Build());
    }

    // Only the first level: what these resources need they wait for themselves.
    private static IEnumerable<IResource> DirectResources(ReferenceExpression expression) => expression.ValueProviders
        .SelectMany(value => value switch
        {
            IResourceWithoutLifetime => [],
            IResource resource => [resource],
            IValueWithReferences references => references.References.OfType<IResource>(),
            _ => [],
        })
        .DistinctBy(resource => resource.Name, StringComparer.OrdinalIgnoreCase);

    private static async Task InitializeAsync(ConnectionStringResource resource, InitializeResourceEvent @event, CancellationToken cancellationToken)
    {
        try
        {
            await @event.Eventing.PublishAsync(new BeforeResourceStartedEvent(resource, @event.Services), cancellationToken).ConfigureAwait(false);
            await @event.Notifications.PublishUpdateAsync(resource, state => state with { State = KnownResourceStates.Running }).ConfigureAwait(false);
            await @event.Eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, @event.Services), cancellationToken).ConfigureAwait(false);
        }
        catch (DistributedApplicationException e)
        {
            LogFailure(@event.Logger, e, resource.Name);
            await @event.Notifications.PublishUpdateAsync(resource, state => state with { State = KnownResourceStates.FailedToStart }).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Error, "Failed to resolve the connection string '{Resource}'")]
    private static partial void LogFailure(ILogger logger, Exception exception, string resource);
}
