using System.Text.Json;
using System.Text.Json.Serialization;
using LocalAi.AgentApi.ModelProviders.Ollama;
using LocalAi.AgentApi.OpenAiProtocol;

namespace LocalAi.AgentApi.OllamaProtocol;

/// <summary>
/// Ollama's API as its clients see it: https://github.com/ollama/ollama/blob/main/docs/api.md. Unknown fields are ignored, anything may be
/// missing. Durations are nanoseconds.
/// </summary>
internal static class OllamaClientWire
{
    /// <summary>What chats and completions of a prompt have in common.</summary>
    internal abstract record Asking
    {
        /// <summary>The default chat model when left out.</summary>
        public string? Model { get; init; }

        /// <summary>True when left out.</summary>
        public bool? Stream { get; init; }

        /// <summary><c>json</c>, or a JSON schema.</summary>
        public JsonElement? Format { get; init; }

        /// <summary>True, false, or how much: <c>low</c>, <c>medium</c>, <c>high</c>.</summary>
        public JsonElement? Think { get; init; }

        public IReadOnlyDictionary<string, JsonElement>? Options { get; init; }
    }

    internal sealed record ChatRequest : Asking
    {
        public IReadOnlyList<Message>? Messages { get; init; }

        public IReadOnlyList<Tool>? Tools { get; init; }
    }

    internal sealed record GenerateRequest : Asking
    {
        public string? Prompt { get; init; }

        public string? System { get; init; }

        public IReadOnlyList<string>? Images { get; init; }

        public string? Suffix { get; init; }

        public string? Template { get; init; }

        public bool Raw { get; init; }

        public IReadOnlyList<int>? Context { get; init; }
    }

    internal sealed record Message
    {
        public string? Role { get; init; }

        public string? Content { get; init; }

        public string? Thinking { get; init; }

        /// <summary>Base64.</summary>
        public IReadOnlyList<string>? Images { get; init; }

        public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

        public string? ToolName { get; init; }

        public string? ToolCallId { get; init; }
    }

    internal sealed record Tool(string? Type, ToolFunction? Function);

    internal sealed record ToolFunction(string? Name, string? Description, JsonElement? Parameters);

    /// <summary>A call of a client's tool, in requests and answers.</summary>
    internal sealed record ToolCall(string? Id, ToolCallFunction? Function);

    internal sealed record ToolCallFunction(int? Index, string? Name, JsonElement? Arguments);

    /// <summary>A line of a stream, or a whole answer: <see cref="Message"/> in chats, <see cref="Response"/> where a prompt is completed.</summary>
    internal sealed record Answer(string Model, DateTime CreatedAt)
    {
        public AnswerMessage? Message { get; init; }

        public string? Response { get; init; }

        public string? Thinking { get; init; }

        public bool Done { get; init; }

        public string? DoneReason { get; init; }

        public long? TotalDuration { get; init; }

        public long? LoadDuration { get; init; }

        public long? PromptEvalCount { get; init; }

        public long? PromptEvalDuration { get; init; }

        public long? EvalCount { get; init; }

        public long? EvalDuration { get; init; }
    }

    internal sealed record AnswerMessage(string Role, string Content, string? Thinking, IReadOnlyList<ToolCall>? ToolCalls);

    internal sealed record EmbedRequest
    {
        public string? Model { get; init; }

        [JsonConverter(typeof(StringsConverter))]
        public IReadOnlyList<string>? Input { get; init; }

        public int? Dimensions { get; init; }
    }

    internal sealed record Embedded(string Model, IReadOnlyList<ReadOnlyMemory<float>> Embeddings, long TotalDuration, long LoadDuration, long PromptEvalCount);

    /// <summary>The older form, for one text.</summary>
    internal sealed record PromptEmbedRequest(string? Model, string? Prompt);

    internal sealed record PromptEmbedded(ReadOnlyMemory<float> Embedding);

    internal sealed record Version([property: JsonPropertyName("version")] string Number);

    internal sealed record ModelList(IReadOnlyList<Model> Models);

    /// <summary>A model that exists; loaded ones have the last three too.</summary>
    internal sealed record Model(string Name, [property: JsonPropertyName("model")] string SameName, string Digest, OllamaWire.TagDetails Details, long Size)
    {
        public DateTimeOffset? ModifiedAt { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }

        public long? SizeVram { get; init; }

        public int? ContextLength { get; init; }
    }

    internal sealed record ShowRequest(string? Model, string? Name);

    internal sealed record Shown(OllamaWire.TagDetails Details, IReadOnlyDictionary<string, JsonElement> ModelInfo, IReadOnlyList<string> Capabilities, DateTimeOffset? ModifiedAt);
}
