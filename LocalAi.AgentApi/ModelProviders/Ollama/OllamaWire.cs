using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.AgentApi.ModelProviders.Ollama;

/// <summary>Ollama's API as JSON, only what the agent uses: https://github.com/ollama/ollama/blob/main/docs/api.md. Durations are nanoseconds.</summary>
internal static class OllamaWire
{
    internal sealed record ChatRequest(
        string Model,
        IReadOnlyList<Message> Messages,
        bool Stream,
        IReadOnlyList<Tool>? Tools,
        JsonElement? Format,
        ChatSettings? Options,
        JsonElement? Think);

    internal sealed record Message(string Role, string Content)
    {
        public string? Thinking { get; init; }

        public IReadOnlyList<string>? Images { get; init; }

        public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

        public string? ToolName { get; init; }
    }

    internal sealed record Tool(string Type, ToolFunction Function);

    internal sealed record ToolFunction(string Name, string? Description, JsonElement Parameters);

    internal sealed record ToolCall(ToolCallFunction Function);

    internal sealed record ToolCallFunction(string Name, JsonElement Arguments);

    internal sealed record ChatSettings(
        float? Temperature, float? TopP, int? TopK, int? NumPredict, long? Seed, IReadOnlyList<string>? Stop, float? FrequencyPenalty, float? PresencePenalty,
        int? NumCtx = null)
    {
        /// <summary>Options without a place above, by name.</summary>
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? More { get; set; }
    }

    internal sealed record ChatChunk
    {
        public ChunkMessage? Message { get; init; }

        public bool Done { get; init; }

        public string? DoneReason { get; init; }

        public string? Error { get; init; }

        public long TotalDuration { get; init; }

        public long LoadDuration { get; init; }

        public long? PromptEvalCount { get; init; }

        public long PromptEvalDuration { get; init; }

        public long? EvalCount { get; init; }

        public long EvalDuration { get; init; }
    }

    internal sealed record ChunkMessage(string? Content, string? Thinking, IReadOnlyList<ToolCall>? ToolCalls);

    internal sealed record ErrorBody(string? Error);

    internal sealed record TagList(IReadOnlyList<Tag>? Models);

    internal sealed record Tag(string Name, string? Digest, DateTimeOffset? ModifiedAt, long? Size = null, TagDetails? Details = null);

    internal sealed record TagDetails(
        string? ParentModel, string? Format, string? Family, IReadOnlyList<string>? Families, string? ParameterSize, string? QuantizationLevel);

    internal sealed record ProgressLine(string? Status, long Total, long Completed, string? Error);

    internal sealed record LoadRequest(string Model, string? KeepAlive, IReadOnlyList<string>? Input, bool Stream);

    internal sealed record CreateRequest(
        string Model,
        string? From,
        IReadOnlyDictionary<string, string>? Files,
        IReadOnlyDictionary<string, string>? Adapters,
        string? Template,
        string? System,
        IReadOnlyDictionary<string, JsonElement>? Parameters);

    internal sealed record ShowRequest(string Model);

    internal sealed record ShowResponse(IReadOnlyList<string>? Capabilities, IReadOnlyDictionary<string, JsonElement>? ModelInfo);

    internal sealed record RunningList(IReadOnlyList<Running>? Models);

    internal sealed record Running(string Name, long Size, long SizeVram, int? ContextLength, DateTimeOffset? ExpiresAt);

    internal sealed record EmbedRequest(string Model, IReadOnlyList<string> Input, int? Dimensions);

    internal sealed record EmbedResponse(string? Model, IReadOnlyList<float[]> Embeddings, long? PromptEvalCount);
}
