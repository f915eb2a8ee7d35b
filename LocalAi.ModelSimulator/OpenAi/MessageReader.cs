using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalAi.ModelSimulator.Answers;
using LocalAi.ModelSimulator.Ollama;

namespace LocalAi.ModelSimulator.OpenAi;

/// <summary>Reads OpenAI's messages: content as text or parts, tool calls with their arguments as text.</summary>
internal static class MessageReader
{
    private static readonly string[] ImagePrefixes =
        ["data:;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,", "data:image/png;base64,", "data:image/webp;base64,"];

    public static IReadOnlyList<ChatTurn> Read(JsonFields request)
    {
        var turns = new List<ChatTurn>();
        var toolNames = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in request.Items("messages", "openai.Message"))
        {
            var message = new JsonFields(item, "Message");
            var calls = ToolCalls(message);
            foreach (var call in calls)
            {
                toolNames[call.Id] = call.Name;
            }

            var (text, images) = Content(message["content"], calls.Count > 0);
            var role = message.Text("role").ToLower(CultureInfo.InvariantCulture);
            turns.Add(new(role == "developer" ? "system" : role, text)
            {
                Images = images,
                ToolCalls = calls,
                ToolName = message.Text("name") is { Length: > 0 } name ? name : toolNames.GetValueOrDefault(message.Text("tool_call_id")),
            });
        }

        return turns;
    }

    private static (string Text, int Images) Content(JsonElement content, bool mayBeEmpty)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return (content.GetString()!, 0);
            case JsonValueKind.Array:
                var parts = content.EnumerateArray().Select(Part).ToList();
                return (string.Join('\n', parts.Select(part => part.Text).OfType<string>()), parts.Count(part => part.Text is null));
            case JsonValueKind.Undefined when mayBeEmpty:
                return ("", 0);
            default:
                var kind = content.ValueKind == JsonValueKind.Undefined ? "<nil>" : JsonFields.Kind(content);
                throw OllamaException.BadRequest($"invalid message content type: {kind}");
        }
    }

    /// <summary>The text of a part; null for an image.</summary>
    private static (string? Text, bool IsImage) Part(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Invalid();
        }

        var part = new JsonFields(element, "Part");
        switch (part.Text("type"))
        {
            case "text" when part["text"].ValueKind == JsonValueKind.String:
                return (part.Text("text"), false);
            case "image_url":
                var image = part["image_url"];
                var url = image.ValueKind switch
                {
                    JsonValueKind.String => image.GetString()!,
                    JsonValueKind.Object when image.TryGetProperty("url", out var value) && value.ValueKind == JsonValueKind.String => value.GetString()!,
                    _ => throw Invalid(),
                };
                var prefix = ImagePrefixes.FirstOrDefault(known => url.StartsWith(known, StringComparison.Ordinal))
                    ?? throw OllamaException.BadRequest("invalid image input");
                return Base64.IsValid(Encoding.UTF8.GetBytes(url[prefix.Length..])) ? (null, true) : throw Invalid();
            default:
                throw Invalid();
        }
    }

    private static List<ToolCall> ToolCalls(JsonFields message) =>
    [
        .. message.Items("tool_calls", "openai.ToolCall").Select(item =>
        {
            var call = new JsonFields(item, "ToolCall");
            var function = call.Object("function", "Function");
            var arguments = function.Text("arguments");
            try
            {
                using var json = JsonDocument.Parse(arguments.Length == 0 ? "{}" : arguments);
                return new ToolCall(call.Text("id"), function.Text("name"), json.RootElement.GetRawText());
            }
            catch (JsonException)
            {
                throw OllamaException.BadRequest("invalid tool call arguments");
            }
        }),
    ];

    private static OllamaException Invalid() => OllamaException.BadRequest("invalid message format");
}
