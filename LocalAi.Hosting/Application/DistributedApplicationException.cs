namespace Aspire.Hosting;

/// <summary>The application cannot be run or published as declared; the message says why.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>No message.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>A message for whoever runs the application.</summary>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>A message for whoever runs the application, and its cause.</summary>
    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
