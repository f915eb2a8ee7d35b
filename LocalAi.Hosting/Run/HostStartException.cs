namespace LocalAi.Hosting.Run;

/// <summary>The host cannot run, for a reason that the user can remedy; the message says both and needs no stack trace.</summary>
public sealed class HostStartException : Exception
{
    public HostStartException()
    {
    }

    public HostStartException(string message)
        : base(message)
    {
    }

    public HostStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
