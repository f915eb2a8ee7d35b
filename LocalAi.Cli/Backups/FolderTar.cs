using System.Formats.Tar;

namespace LocalAi.Cli.Backups;

/// <summary>A folder as a tar archive, with the modes of its files.</summary>
internal static class FolderTar
{
    // Read at once, so that a file that grows meanwhile (a log) keeps the length that stands before it.
    private const long ReadAtOnceBytes = 64 << 20;

    /// <summary>Writes a folder without those of its entries that <paramref name="leaveOut"/> names.</summary>
    public static async Task WriteAsync(string folder, Func<string, bool> leaveOut, Stream output, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !leaveOut(entry.Name)).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            await AddAsync(tar, entry, entry.Name, cancellationToken);
        }
    }

    /// <summary>Whether a file at this path is among what <see cref="WriteAsync"/> writes.</summary>
    public static bool Takes(string folder, Func<string, bool> leaveOut, string path)
    {
        var relative = Path.GetRelativePath(folder, path);
        return !Path.IsPathRooted(relative) && relative.Split(Path.DirectorySeparatorChar)[0] is var first && first != ".." && !leaveOut(first);
    }

    /// <summary>Writes the files of a tar archive below a folder, over those that are there.</summary>
    public static Task ExtractAsync(Stream tar, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        return TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: true, cancellationToken);
    }

    private static async Task AddAsync(TarWriter tar, FileSystemInfo entry, string name, CancellationToken cancellationToken)
    {
        if (entry is not FileInfo { LinkTarget: null, Length: <= ReadAtOnceBytes } file)
        {
            await tar.WriteEntryAsync(entry.FullName, name, cancellationToken);
        }
        else
        {
            var content = new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = new MemoryStream(await File.ReadAllBytesAsync(file.FullName, cancellationToken)),
                ModificationTime = file.LastWriteTimeUtc,
            };
            if (!OperatingSystem.IsWindows())
            {
                content.Mode = file.UnixFileMode;
            }

            await tar.WriteEntryAsync(content, cancellationToken);
        }

        if (entry is DirectoryInfo { LinkTarget: null } directory)
        {
            foreach (var child in directory.EnumerateFileSystemInfos().OrderBy(child => child.Name, StringComparer.Ordinal))
            {
                await AddAsync(tar, child, $"{name}/{child.Name}", cancellationToken);
            }
        }
    }
}
