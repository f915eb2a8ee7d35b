using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders.Ollama;

/// <summary>Turns Microsoft.Extensions.AI's messages and options into Ollama's chat request.</summary>
internal static class OllamaRequests
{
    /// <summary>Additional property of the options, an <see cref="int"/>: Ollama gives the model a context of so many tokens, and no smaller one.</summary>
    public const string ContextLength = "num_ctx";

    /// <summary>Additional property of the options, a <see cref="JsonElement"/>: whether the model thinks first, or how much.</summary>
    public const string Think = "think";

    /// <summary>Additional property of the options, a dictionary of <see cref="JsonElement"/>: options that only Ollama has, by its names.</summary>
    public const string OwnOptions = "ollama.options";

    private static readonly JsonElement JsonFormat = JsonElement.Parse("\"json\"");

    public static OllamaWire.ChatRequest Chat(IEnumerable<ChatMessage> messages, ChatOptions? options) => new(
        options?.ModelId ?? throw new ArgumentException("ChatOptions.ModelId is needed: one client serves every model of its server."),
        Messages(messages),
        Stream: true,
        Tools(options),
        options.ResponseFormat is ChatResponseFormatJson json ? json.Schema ?? JsonFormat : null,
        new(
            options.Temperature, options.TopP, options.TopK, options.MaxOutputTokens, options.Seed,
            options.StopSequences is { Count: > 0 } stop ? [.. stop] : null, options.FrequencyPenalty, options.PresencePenalty,
            Property(options, ContextLength, out int context) ? context : null)
        {
            More = Property(options, OwnOptions, out Dictionary<string, JsonElement>? more) ? more : null,
        },
        Property(options, Think, out JsonElement think) ? think : null);

    private static bool Property<T>(ChatOptions options, string name, [NotNullWhen(true)] out T? value)
    {
        value = default;
        return options.AdditionalProperties is { } properties && properties.TryGetValue(name, out value);
    }

    private static List<OllamaWire.Tool>? Tools(ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools || options.ToolMode is NoneChatToolMode)
        {
            return null;
        }

        // Ollama has no tool_choice: asking for one certain tool is done by offering only that one.
        var only = (options.ToolMode as RequiredChatToolMode)?.RequiredFunctionName;
        return [.. tools.OfType<AIFunctionDeclaration>()
            .Where(tool => only is null || tool.Name == only)
            .Select(tool => new OllamaWire.Tool("function", new(tool.Name, tool.Description, tool.JsonSchema)))];
    }

    private static List<OllamaWire.Message> Messages(IEnumerable<ChatMessage> messages)
    {
        var result = new List<OllamaWire.Message>();
        var toolNames = new Dictionary<string, string>();
        foreach (var message in messages)
        {
            var calls = message.Contents.OfType<FunctionCallContent>().ToList();
            foreach (var call in calls)
            {
                toolNames[call.CallId] = call.Name;
            }

            var results = message.Contents.OfType<FunctionResultContent>().ToList();
            result.AddRange(results.Select(item => new OllamaWire.Message("tool", ToolArguments.ResultText(item.Result))
            {
                ToolName = toolNames.GetValueOrDefault(item.CallId),
            }));
            if (results.Count > 0)
            {
                continue;
            }

            var images = message.Contents.OfType<DataContent>().Where(data => data.HasTopLevelMediaType("image")).ToList();
            result.Add(new(message.Role.Value, message.Text)
            {
                Thinking = message.Contents.OfType<TextReasoningContent>().FirstOrDefault()?.Text,
                Images = images.Count == 0 ? null : [.. images.Select(image => image.Base64Data.ToString())],
                ToolCalls = calls.Count == 0 ? null : [.. calls.Select(call => new OllamaWire.ToolCall(new(call.Name, ToolArguments.ToElement(call.Arguments))))],
            });
        }

        return result;
    }
}
