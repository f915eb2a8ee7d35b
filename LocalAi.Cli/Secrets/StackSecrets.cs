using System.Text.Json;

namespace LocalAi.Cli.Secrets;

/// <summary>The secrets that the stack of this machine has generated: <c>secrets.json</c> in its data directory.</summary>
internal sealed class StackSecrets
{
    private const string Prefix = "Parameters:";
    private readonly Dictionary<string, string> _values;

    private StackSecrets(string file, Dictionary<string, string> values) => (File, _values) = (file, values);

    public string File { get; }

    /// <summary>Names as the dashboard and docs/configuration.md have them.</summary>
    public IEnumerable<string> Names => _values.Keys.Select(key => key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..] : key).Order(StringComparer.Ordinal);

    public static string FileIn(string dataDirectory) => Path.Combine(Path.GetFullPath(dataDirectory), "secrets.json");

    /// <exception cref="CommandFailedException">There is none, or it cannot be read.</exception>
    public static StackSecrets Open(string dataDirectory)
    {
        var file = FileIn(dataDirectory);
        try
        {
            return new(file, JsonSerializer.Deserialize<Dictionary<string, string>>(System.IO.File.ReadAllText(file)) ?? []);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException($"{file} is not there: start the stack once, or name its data directory with --data-directory.", error);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read: {error.Message}", error);
        }
    }

    /// <exception cref="CommandFailedException">There is no such secret; the message lists those there are.</exception>
    public string Get(string name) =>
        _values.TryGetValue(Prefix + name, out var value) || _values.TryGetValue(name, out value)
            ? value
            : throw new CommandFailedException($"{name} is no secret of this stack. Its secrets are: {string.Join(", ", Names)}.");
}
