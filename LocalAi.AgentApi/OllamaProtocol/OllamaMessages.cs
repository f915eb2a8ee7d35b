using System.Text.Json;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OllamaProtocol;

/// <summary>Turns the messages and tools of an Ollama request into Microsoft.Extensions.AI's.</summary>
internal static class OllamaMessages
{
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <exception cref="InvalidRequestException">Something is missing or not allowed; it names the field.</exception>
    public static List<ChatMessage> Of(IReadOnlyList<OllamaClientWire.Message?> messages)
    {
        var result = new List<ChatMessage>();
        var pending = new List<FunctionCallContent>();
        for (var index = 0; index < messages.Count; index++)
        {
            var field = $"messages[{index}]";
            var message = messages[index] ?? throw new InvalidRequestException(field, $"'{field}' must be an object.");
            if (message.Role == "tool")
            {
                result.Add(new(ChatRole.Tool, [new FunctionResultContent(CallOf(message, pending), message.Content ?? "")]));
                continue;
            }

            var role = message.Role switch
            {
                "system" => ChatRole.System,
                "user" => ChatRole.User,
                "assistant" => ChatRole.Assistant,
                _ => throw new InvalidRequestException($"{field}.role", $"'{field}.role' must be one of system, user, assistant, tool."),
            };
            var calls = (message.ToolCalls ?? []).Select((call, number) => Call(call, $"{field}.tool_calls[{number}]")).ToList();
            pending.AddRange(calls);
            List<AIContent> contents = string.IsNullOrEmpty(message.Thinking) ? [] : [new TextReasoningContent(message.Thinking)];
            contents.Add(new TextContent(message.Content ?? ""));
            contents.AddRange(Images(message.Images, field));
            contents.AddRange(calls);
            result.Add(new(role, contents));
        }

        return result;
    }

    /// <exception cref="InvalidRequestException">One is not base64.</exception>
    public static IEnumerable<DataContent> Images(IReadOnlyList<string>? images, string? message) => (images ?? []).Select((image, index) =>
    {
        var field = message is null ? $"images[{index}]" : $"{message}.images[{index}]";
        var bytes = new byte[image?.Length ?? 0];
        return !string.IsNullOrEmpty(image) && Convert.TryFromBase64String(image, bytes, out var length)
            ? new DataContent(bytes.AsMemory(0, length), ImageType(bytes))
            : throw new InvalidRequestException(field, $"'{field}' is not base64.");
    });

    public static List<AITool>? Tools(IReadOnlyList<OllamaClientWire.Tool>? tools) => tools is { Count: > 0 }
        ? [.. tools.Select((tool, index) => tool is { Function: { Name: { Length: > 0 } name } function }
            ? (AITool)AIFunctionFactory.CreateDeclaration(name, function.Description, function.Parameters ?? NoParameters)
            : throw new InvalidRequestException($"tools[{index}]", $"'tools[{index}]' must have function.name."))]
        : null;

    private static FunctionCallContent Call(OllamaClientWire.ToolCall call, string field) =>
        call is { Function: { Name: { Length: > 0 } name } function } && function.Arguments is null or { ValueKind: JsonValueKind.Object }
            ? new FunctionCallContent(call.Id ?? NewId(), name, function.Arguments is { } arguments ? ToolArguments.Of(arguments) : null)
            : throw new InvalidRequestException(field, $"'{field}' must have function.name, and an object as function.arguments.");

    /// <summary>Which call a result is for. Ollama's clients name the tool, or nothing: then results come in the order of the calls.</summary>
    private static string CallOf(OllamaClientWire.Message message, List<FunctionCallContent> pending)
    {
        var call = pending.Find(call => call.CallId == message.ToolCallId)
            ?? pending.Find(call => call.Name == message.ToolName)
            ?? pending.FirstOrDefault();
        if (call is not null)
        {
            pending.Remove(call);
        }

        return call?.CallId ?? message.ToolCallId ?? NewId();
    }

    /// <summary>Ollama's clients do not say it, and other servers want to know.</summary>
    private static string ImageType(ReadOnlySpan<byte> image) =>
        image.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? "image/jpeg"
        : image.StartsWith("RIFF"u8) ? "image/webp"
        : image.StartsWith("GIF8"u8) ? "image/gif"
        : "image/png";

    private static string NewId() => $"call_{Guid.CreateVersion7():N}";
}
