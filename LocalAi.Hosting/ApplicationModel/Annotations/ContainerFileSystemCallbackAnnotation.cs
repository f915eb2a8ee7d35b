namespace Aspire.Hosting.ApplicationModel;

/// <summary>Puts files into a container before it starts.</summary>
public sealed class ContainerFileSystemCallbackAnnotation : IResourceAnnotation
{
    /// <summary>The absolute path in the container.</summary>
    public required string DestinationPath { get; init; }

    /// <summary>The user id that files without an owner belong to; 0 when null.</summary>
    public int? DefaultOwner { get; init; }

    /// <summary>The group id that files without a group belong to; 0 when null.</summary>
    public int? DefaultGroup { get; init; }

    /// <summary>Permissions taken away from files without a mode.</summary>
    public UnixFileMode? Umask { get; init; }

    /// <summary>Gives the files.</summary>
    public required Func<ContainerFileSystemCallbackContext, CancellationToken, Task<IEnumerable<ContainerFileSystemItem>>> Callback { get; init; }
}
