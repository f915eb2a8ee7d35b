using System.Text.Json;

namespace LocalAi.Hosting.Secrets;

/// <summary>
/// Generated secrets that later runs need again: a JSON object of names and texts that only the owner may read. Read and
/// written as a whole, so that a crash leaves the old file or the new one.
/// </summary>
internal sealed class SecretsFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Lock _lock = new();

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The secret of that name; made and stored when there is none.</summary>
    /// <exception cref="DistributedApplicationException">The file cannot be read or written; the message says which and why.</exception>
    public string GetOrAdd(string name, Func<string> create)
    {
        lock (_lock)
        {
            var secrets = Read();
            if (!secrets.TryGetValue(name, out var value))
            {
                value = create();
                secrets[name] = value;
                Write(secrets);
            }

            return value;
        }
    }

    private SortedDictionary<string, string> Read()
    {
        try
        {
            return File.Exists(Path)
                ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(Path)) ?? []
                : new(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException(
                $"The secrets in '{Path}' cannot be read: {e.Message} Restore the file from a backup, or delete it together with the databases it unlocks.", e);
        }
    }

    private void Write(SortedDictionary<string, string> secrets)
    {
        var temporary = $"{Path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var stream = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(stream, secrets, Indented);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException(
                $"The secrets cannot be written to '{Path}': {e.Message} Make the folder writable or set {DataDirectory.ConfigurationKey} to one that is.", e);
        }
    }
}
