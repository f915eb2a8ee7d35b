using System.Text.Json;

namespace LocalAi.Dashboard.Components.Pages.Traces;

/// <summary>A message of a model call as captured: who said it, and its parts (what kind, the tool's name where it is one, the text).</summary>
public sealed record GenAiMessage(string Role, IReadOnlyList<(string Kind, string? Tool, string Text)> Parts)
{
    private const int MaxMessages = 200;
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads <c>gen_ai.input.messages</c> and its like; what is no such JSON is shown as one text.</summary>
    public static IReadOnlyList<GenAiMessage> Read(string? json, string defaultRole)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var items = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().Take(MaxMessages).ToArray() : [root];

            // System instructions are an array of parts without roles.
            return items.Length > 0 && items.All(item => item.ValueKind == JsonValueKind.Object && !item.TryGetProperty("role", out _))
                ? [new GenAiMessage(defaultRole, [.. items.Select(Part)])]
                : [.. items.Select(item => Message(item, defaultRole))];
        }
        catch (JsonException)
        {
            return [new GenAiMessage(defaultRole, [("text", null, json)])];
        }
    }

    private static GenAiMessage Message(JsonElement element, string defaultRole)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new GenAiMessage(defaultRole, [("text", null, Text(element))]);
        }

        var role = element.TryGetProperty("role", out var named) ? Text(named) : defaultRole;
        if (element.TryGetProperty("parts", out var parts) && parts.ValueKind == JsonValueKind.Array)
        {
            return new GenAiMessage(role, [.. parts.EnumerateArray().Select(Part)]);
        }

        return new GenAiMessage(role, [("text", null, element.TryGetProperty("content", out var content) ? Text(content) : Text(element))]);
    }

    private static (string Kind, string? Tool, string Text) Part(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            return ("text", null, Text(part));
        }

        var kind = part.TryGetProperty("type", out var type) ? Text(type) : "text";
        var tool = part.TryGetProperty("name", out var name) ? Text(name) : null;
        foreach (var property in new[] { "content", "arguments", "response", "result", "text" })
        {
            if (part.TryGetProperty(property, out var value))
            {
                return (kind, tool, Text(value));
            }
        }

        return (kind, tool, Text(part));
    }

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString() ?? string.Empty : JsonSerializer.Serialize(element, Indented);
}
