namespace LocalAi.Cli.Backups.Local;

/// <summary>The lock that the app host holds while it runs on a data directory; held here, no stack starts on it.</summary>
internal static class DataDirectoryLock
{
    /// <summary>Takes the lock; null when a stack runs.</summary>
    public static FileStream? TryTake(string dataDirectory)
    {
        var folder = Path.Combine(dataDirectory, "host");
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not DirectoryNotFoundException)
        {
            return null;
        }
    }
}
