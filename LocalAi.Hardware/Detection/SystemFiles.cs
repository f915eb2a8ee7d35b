namespace LocalAi.Hardware.Detection;

/// <summary>The files of /proc and /sys, below a root that tests choose.</summary>
internal sealed class SystemFiles(string root)
{
    private const int MaximumCharacters = 1 << 20;

    /// <summary>The text of a file, or null when it is not there or cannot be read.</summary>
    public string? Read(string path)
    {
        try
        {
            using var reader = new StreamReader(Path.Combine(root, path));
            var buffer = new char[MaximumCharacters];
            return new string(buffer, 0, reader.ReadBlock(buffer));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public bool Exists(string path) => File.Exists(Path.Combine(root, path));

    /// <summary>Names of directories in <paramref name="path"/>, in order.</summary>
    public IReadOnlyList<string> Directories(string path)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(Path.Combine(root, path)).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
