using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>
/// OpenAI's chat completions and embeddings as JSON: https://platform.openai.com/docs/api-reference. Unknown fields are ignored. Names of
/// several words are spelt out because the OpenAPI document is made with the camelCase settings of <c>/api</c>.
/// </summary>
internal static class OpenAiWire
{
    /// <summary>Body of <c>POST /v1/chat/completions</c>.</summary>
    internal sealed record ChatCompletionRequest
    {
        /// <summary>A model of <c>GET /v1/models</c>; the default chat model when left out.</summary>
        public string? Model { get; init; }

        public IReadOnlyList<RequestMessage>? Messages { get; init; }

        public bool Stream { get; init; }

        [JsonPropertyName("stream_options")]
        public StreamOptions? StreamOptions { get; init; }

        public float? Temperature { get; init; }

        [JsonPropertyName("top_p")]
        public float? TopP { get; init; }

        [JsonPropertyName("max_tokens")]
        public int? MaxTokens { get; init; }

        [JsonPropertyName("max_completion_tokens")]
        public int? MaxCompletionTokens { get; init; }

        /// <summary>A string, or an array of strings, at which the answer ends.</summary>
        [JsonConverter(typeof(StringsConverter))]
        public IReadOnlyList<string>? Stop { get; init; }

        public long? Seed { get; init; }

        /// <summary>Only 1.</summary>
        public int? N { get; init; }

        [JsonPropertyName("frequency_penalty")]
        public float? FrequencyPenalty { get; init; }

        [JsonPropertyName("presence_penalty")]
        public float? PresencePenalty { get; init; }

        public IReadOnlyList<RequestTool>? Tools { get; init; }

        /// <summary><c>none</c>, <c>auto</c>, <c>required</c>, or <c>{"type":"function","function":{"name":…}}</c>.</summary>
        [JsonPropertyName("tool_choice")]
        public JsonElement? ToolChoice { get; init; }

        [JsonPropertyName("response_format")]
        public ResponseFormat? ResponseFormat { get; init; }
    }

    internal sealed record StreamOptions([property: JsonPropertyName("include_usage")] bool IncludeUsage);

    internal sealed record RequestMessage
    {
        /// <summary>system, developer, user, assistant or tool.</summary>
        public string? Role { get; init; }

        /// <summary>A string, or an array of parts <c>{"type":"text","text":…}</c> and <c>{"type":"image_url","image_url":{"url":"data:…"}}</c>.</summary>
        [JsonConverter(typeof(ContentConverter))]
        public IReadOnlyList<ContentPart>? Content { get; init; }

        [JsonPropertyName("tool_calls")]
        public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

        [JsonPropertyName("tool_call_id")]
        public string? ToolCallId { get; init; }
    }

    internal sealed record ContentPart(string? Type, string? Text, [property: JsonPropertyName("image_url")] ImageUrl? ImageUrl);

    internal sealed record ImageUrl(string? Url);

    internal sealed record RequestTool(string? Type, ToolFunction? Function);

    internal sealed record ToolFunction(string? Name, string? Description, JsonElement? Parameters);

    internal sealed record ResponseFormat(string? Type, [property: JsonPropertyName("json_schema")] JsonSchemaFormat? JsonSchema);

    internal sealed record JsonSchemaFormat(string? Name, string? Description, JsonElement? Schema);

    /// <summary>A tool call, in requests and answers; <paramref name="Index"/> only in streamed answers.</summary>
    internal sealed record ToolCall(int? Index, string? Id, string? Type, ToolCallFunction? Function);

    internal sealed record ToolCallFunction(string? Name, string? Arguments);

    internal sealed record ChatCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<Choice> Choices, Usage? Usage);

    internal sealed record Choice(int Index, AnswerMessage Message, [property: JsonPropertyName("finish_reason")] string FinishReason);

    internal sealed record AnswerMessage(
        string Role,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Content,
        [property: JsonPropertyName("reasoning_content")] string? ReasoningContent,
        [property: JsonPropertyName("tool_calls")] IReadOnlyList<ToolCall>? ToolCalls);

    internal sealed record Chunk(string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoice> Choices, Usage? Usage);

    internal sealed record ChunkChoice(
        int Index, Delta Delta, [property: JsonPropertyName("finish_reason"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason);

    internal sealed record Delta(
        string? Role,
        string? Content,
        [property: JsonPropertyName("reasoning_content")] string? ReasoningContent,
        [property: JsonPropertyName("tool_calls")] IReadOnlyList<ToolCall>? ToolCalls);

    internal sealed record Usage(
        [property: JsonPropertyName("prompt_tokens")] long PromptTokens,
        [property: JsonPropertyName("completion_tokens")] long CompletionTokens,
        [property: JsonPropertyName("total_tokens")] long TotalTokens);

    /// <summary>Body of <c>POST /v1/embeddings</c>.</summary>
    internal sealed record EmbeddingRequest
    {
        /// <summary>A model of <c>GET /v1/models</c>; the default embedding model when left out.</summary>
        public string? Model { get; init; }

        /// <summary>A string, or an array of strings.</summary>
        [JsonConverter(typeof(StringsConverter))]
        public IReadOnlyList<string>? Input { get; init; }

        /// <summary><c>float</c> (default) or <c>base64</c> (little-endian 32-bit floats).</summary>
        [JsonPropertyName("encoding_format")]
        public string? EncodingFormat { get; init; }

        public int? Dimensions { get; init; }
    }

    internal sealed record ModelList(string Object, IReadOnlyList<Model> Data);

    internal sealed record Model(string Id, string Object, long Created, [property: JsonPropertyName("owned_by")] string OwnedBy);

    internal sealed record ErrorBody(Error Error);

    [method: JsonConstructor]
    internal sealed record Error(
        string Message,
        string Type,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);
}
