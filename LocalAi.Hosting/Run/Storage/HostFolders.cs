namespace LocalAi.Hosting.Run.Storage;

/// <summary>The folders that the host itself keeps under <c>LocalAi:DataDirectory</c>; made and probed when opened.</summary>
internal sealed class HostFolders
{
    // Enough to notice a full disk: file systems keep the first bytes of a small file without allocating a block.
    private const int ProbeBytes = 64 * 1024;

    private HostFolders(string dataDirectory)
    {
        DataDirectory = dataDirectory;
        Host = Path.Combine(dataDirectory, "host");
        Logs = Path.Combine(dataDirectory, "logs");
    }

    /// <summary>Absolute path of the data directory.</summary>
    public string DataDirectory { get; }

    /// <summary>The lock and the list of started processes.</summary>
    public string Host { get; }

    /// <summary>One log file per resource.</summary>
    public string Logs { get; }

    /// <summary>Makes the folders and writes a probe file.</summary>
    /// <exception cref="HostStartException">The directory cannot be made or written, or its disk is full.</exception>
    public static HostFolders Open(string dataDirectory)
    {
        var folders = new HostFolders(Path.GetFullPath(dataDirectory));
        try
        {
            // Others may pass through (a database server run as another user lives below), but not look around.
            Create(folders.DataDirectory, UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            Create(folders.Host, UnixFileMode.None);
            Create(folders.Logs, UnixFileMode.None);
            Probe(Path.Combine(folders.Host, $"probe-{Environment.ProcessId}"));
            return folders;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostStartException(
                $"LocalAi:DataDirectory is '{folders.DataDirectory}', which cannot be written: {exception.Message.TrimEnd('.')}. "
                + "Make room or give this user the right to write there, or set LocalAi:DataDirectory to another folder.",
                exception);
        }
    }

    private static void Create(string path, UnixFileMode others)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others);
        }
    }

    private static void Probe(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
            file.Write(new byte[ProbeBytes]);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
