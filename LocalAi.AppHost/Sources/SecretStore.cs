using System.Text.Json;

namespace LocalAi.AppHost.Sources;

/// <summary>
/// <c>secrets.json</c> of the data directory, where the host keeps what it has generated. A secret that is not in it was set by the
/// operator, or is kept elsewhere (Aspire keeps its own in the user's secrets), and is not this program's to change.
/// </summary>
internal sealed class SecretStore(string dataDirectory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string _file = Path.Combine(dataDirectory, "secrets.json");

    /// <summary>The value of a generated parameter; null when it is not kept here.</summary>
    public string? Find(string parameter) => Read().GetValueOrDefault(Key(parameter));

    /// <summary>Writes the file on the side and moves it in place, so that a crash leaves the old one or the new one.</summary>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Change(string parameter, string value)
    {
        var secrets = Read();
        secrets[Key(parameter)] = value;
        var temporary = $"{_file}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var stream = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(stream, secrets, Indented);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string Key(string parameter) => $"Parameters:{parameter}";

    private SortedDictionary<string, string> Read() => File.Exists(_file)
        ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(_file)) ?? []
        : [];
}
