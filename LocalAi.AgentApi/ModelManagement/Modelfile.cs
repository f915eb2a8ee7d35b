using System.Globalization;
using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>
/// A Modelfile taken apart: FROM, ADAPTER, SYSTEM, TEMPLATE and PARAMETER (github.com/ollama/ollama, docs/modelfile.md). Values in three quotes may have
/// several lines. Everything else is refused by name.
/// </summary>
internal sealed record Modelfile
{
    private const int MaximumCharacters = 256 * 1024;
    private const string Quotes = "\"\"\"";

    private static readonly string[] Numbers = ["num_ctx", "repeat_last_n", "repeat_penalty", "temperature", "seed", "num_predict", "top_k", "top_p", "min_p", "num_gpu", "presence_penalty", "frequency_penalty"];

    /// <summary>A model's name or the path of a GGUF file.</summary>
    public required string From { get; init; }

    /// <summary>Path of an adapter in GGUF, or null.</summary>
    public string? Adapter { get; init; }

    public string? System { get; init; }

    public string? Template { get; init; }

    /// <summary>Numbers by name; <c>stop</c> has a list of texts.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; init; } = new Dictionary<string, object>();

    /// <summary>True when <see cref="From"/> is a file and not a name.</summary>
    public bool FromFile => From.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || From.StartsWith('/') || From.StartsWith('.') || From.Contains('\\', StringComparison.Ordinal);

    /// <summary>Reads a Modelfile.</summary>
    /// <exception cref="InvalidRequestException">A line is not understood; the message names it.</exception>
    public static Modelfile Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaximumCharacters)
        {
            throw Invalid($"expected 1 to {MaximumCharacters:N0} characters that begin with FROM");
        }

        string? from = null, adapter = null, system = null, template = null;
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index].Trim();
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var number = index + 1;
            var parts = line.Split((char[])[' ', '\t'], 2, StringSplitOptions.TrimEntries);
            var value = ReadValue(lines, ref index, parts.Length > 1 ? parts[1] : "", number);
            switch (parts[0].ToUpperInvariant())
            {
                case "FROM":
                    from = from is null ? value : throw Invalid($"line {number}: FROM stands twice");
                    break;
                case "ADAPTER":
                    adapter = adapter is null ? value : throw Invalid($"line {number}: only one ADAPTER is possible");
                    break;
                case "SYSTEM":
                    system = value;
                    break;
                case "TEMPLATE":
                    template = value;
                    break;
                case "PARAMETER":
                    AddParameter(parameters, value, number);
                    break;
                case "LICENSE" or "MESSAGE":
                    throw Invalid($"line {number}: {parts[0]} is not supported here; use 'ollama create'");
                default:
                    throw Invalid($"line {number}: '{parts[0]}' is not an instruction; expected FROM, ADAPTER, SYSTEM, TEMPLATE or PARAMETER");
            }
        }

        return new Modelfile
        {
            From = string.IsNullOrWhiteSpace(from) ? throw Invalid("FROM is missing: name a model or a .gguf file") : from,
            Adapter = adapter,
            System = system,
            Template = template,
            Parameters = parameters,
        };
    }

    public static InvalidRequestException Invalid(string message) => new("modelfile", $"The Modelfile cannot be used: {message}.");

    private static string ReadValue(string[] lines, ref int index, string rest, int number)
    {
        if (!rest.StartsWith(Quotes, StringComparison.Ordinal))
        {
            return rest.Length == 0 ? throw Invalid($"line {number}: a value is missing") : rest.Length > 1 && rest[0] == '"' && rest[^1] == '"' ? rest[1..^1] : rest;
        }

        var value = rest[Quotes.Length..];
        while (!value.Contains(Quotes, StringComparison.Ordinal))
        {
            if (++index >= lines.Length)
            {
                throw Invalid($"line {number}: the closing {Quotes} is missing");
            }

            value += "\n" + lines[index];
        }

        return value[..value.IndexOf(Quotes, StringComparison.Ordinal)].Trim('\n');
    }

    private static void AddParameter(Dictionary<string, object> parameters, string value, int number)
    {
        var parts = value.Split((char[])[' ', '\t'], 2, StringSplitOptions.TrimEntries);
        var name = parts[0].ToLowerInvariant();
        var text = parts.Length > 1 ? parts[1].Trim('"') : throw Invalid($"line {number}: PARAMETER {name} has no value");
        if (name == "stop")
        {
            parameters[name] = parameters.TryGetValue(name, out var stops) ? [.. (string[])stops, text] : new[] { text };
            return;
        }

        if (!Numbers.Contains(name))
        {
            throw Invalid($"line {number}: the parameter '{name}' is unknown; allowed are stop, {string.Join(", ", Numbers)}");
        }

        parameters[name] = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed)
            ? parsed == Math.Truncate(parsed) && Math.Abs(parsed) < 1e15 ? (long)parsed : parsed
            : throw Invalid($"line {number}: {name} is '{text}', which is not a number");
    }
}
