namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that another waits for before it starts.</summary>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The resource that is waited for.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>What is waited for.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>The exit code that counts as completed.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What happens when the resource fails; null for the application's default.</summary>
    public WaitBehavior? WaitBehavior { get; init; }
}
