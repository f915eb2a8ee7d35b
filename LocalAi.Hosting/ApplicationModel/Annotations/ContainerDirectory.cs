namespace Aspire.Hosting.ApplicationModel;

/// <summary>A folder that is put into a container.</summary>
public sealed class ContainerDirectory : ContainerFileSystemItem
{
    /// <summary>What is in it.</summary>
    public IEnumerable<ContainerFileSystemItem> Entries { get; set; } = [];

    internal static IEnumerable<ContainerFileSystemItem> Read(string path)
    {
        if (File.Exists(path))
        {
            return [new ContainerFile { Name = Path.GetFileName(path), SourcePath = path }];
        }

        return
        [
            .. Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal)
                .Select(folder => new ContainerDirectory { Name = Path.GetFileName(folder), Entries = Read(folder) }),
            .. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)
                .Select(file => new ContainerFile { Name = Path.GetFileName(file), SourcePath = file }),
        ];
    }
}
