namespace Aspire.Hosting.ApplicationModel;

/// <summary>A file that is put into a container; it has contents or is a copy.</summary>
public sealed class ContainerFile : ContainerFileSystemItem
{
    /// <summary>The text of the file.</summary>
    public string? Contents { get; set; }

    /// <summary>The path of the host's file to copy.</summary>
    public string? SourcePath { get; set; }
}
