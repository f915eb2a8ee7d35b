using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalAi.ModelSimulator.Answers;

/// <summary>Reads what a tool answered: plain text as sentences, JSON as one line for each value or search hit.</summary>
internal static partial class ToolResultText
{
    private static readonly string[] TitleNames = ["title", "name", "heading", "document", "fileName", "file"];
    private static readonly string[] LinkNames = ["url", "link", "href", "uri"];
    private static readonly string[] TextNames = ["content", "snippet", "text", "description", "summary", "body"];

    /// <param name="content">What the tool answered.</param>
    /// <param name="toolName">Null when nobody said which tool it was.</param>
    /// <param name="kind">Whether it was asked for this question or an earlier one.</param>
    public static IEnumerable<Passage> Read(string content, string? toolName, PassageKind kind)
    {
        var source = toolName is null ? "a tool" : $"the tool `{toolName}`";
        return Lines(content).Select(line => new Passage(line, source, kind == PassageKind.ToolResult && Citation().IsMatch(line) ? PassageKind.Document : kind));
    }

    private static IEnumerable<string> Lines(string content)
    {
        content = Unmarked(content);
        var text = content.AsSpan().TrimStart();
        if (text is not (['{', ..] or ['[', ..] or ['"', ..]))
        {
            return Sentences.Of(content);
        }

        try
        {
            using var json = JsonDocument.Parse(content);
            return [.. Lines(json.RootElement, "")];
        }
        catch (JsonException)
        {
            return Sentences.Of(content);
        }
    }

    // The agent puts marks around what comes from outside, and a sentence about them behind.
    private static string Unmarked(string content)
    {
        const string Mark = "untrusted-data";
        var end = content.LastIndexOf($"</{Mark}>", StringComparison.Ordinal);
        return content.StartsWith($"<{Mark} ", StringComparison.Ordinal) && end > 0 ? content[(content.IndexOf('\n', StringComparison.Ordinal) + 1)..end] : content;
    }

    private static IEnumerable<string> Lines(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object when Wrapped(element) is { } result => Lines(result, name),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Lines(item, name)),
        JsonValueKind.Object when Find(element, TextNames) is { } text => Hit(element, text),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Lines(property.Value, Join(name, property.Name))),
        JsonValueKind.String when name.Length == 0 => Lines(element.GetString() ?? ""),
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        _ when element.ToString() is { Length: > 0 } value => [name.Length == 0 ? value : $"{name}: {value}"],
        _ => [],
    };

    // OllamaSharp sends a tool's result within {"CallId": …, "Result": …}.
    private static JsonElement? Wrapped(JsonElement element) =>
        element.GetPropertyCount() == 2 && element.TryGetProperty("CallId", out _) && element.TryGetProperty("Result", out var result) ? result : null;

    private static IEnumerable<string> Hit(JsonElement hit, string text)
    {
        var title = Find(hit, TitleNames);
        var label = (title, Find(hit, LinkNames)) switch
        {
            (_, null) when hit.TryGetProperty("number", out var number) && number.TryGetInt32(out var citation) => $" [{citation}]",
            (null, null) => "",
            (null, var link) => $" (<{link}>)",
            (_, null) => $" ({title})",
            (_, var link) => $" ([{title.Replace('[', '(').Replace(']', ')')}]({link}))",
        };
        return Sentences.Of(text).Select(sentence => sentence + label);
    }

    private static string? Find(JsonElement element, string[] names)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String && names.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
            {
                return property.Value.GetString() is { Length: > 0 } value ? value : null;
            }
        }

        return null;
    }

    // A passage of a document, with the number by which it is cited.
    [GeneratedRegex(@" \[\d+\]$")]
    private static partial Regex Citation();

    private static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent} {name}";
}
