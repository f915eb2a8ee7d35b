using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.ModelSimulator.OpenAi;

// Names and order are those of Ollama's openai package.

internal sealed record OpenAiErrorResponse(OpenAiError Error);

internal sealed record OpenAiError(string Message, string Type, string? Param, string? Code);

internal sealed record OpenAiModelList(string Object, IReadOnlyList<OpenAiModel> Data);

internal sealed record OpenAiModel(string Id, string Object, long Created, string OwnedBy);

internal sealed record OpenAiUsage(int PromptTokens, int CompletionTokens, int TotalTokens);

internal sealed record OpenAiFunction(string Name, string Arguments);

internal sealed record OpenAiToolCall(string Id, int Index, string Type, OpenAiFunction Function);

internal sealed record OpenAiMessage(string Role, string Content)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OpenAiToolCall>? ToolCalls { get; init; }
}

internal sealed record OpenAiChoice(int Index, OpenAiMessage Message, string? FinishReason);

internal sealed record OpenAiCompletion(
    string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<OpenAiChoice> Choices, OpenAiUsage Usage);

internal sealed record OpenAiChunkChoice(int Index, OpenAiMessage Delta, string? FinishReason);

internal sealed record OpenAiChunk(
    string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<OpenAiChunkChoice> Choices)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenAiUsage? Usage { get; init; }
}

internal sealed record OpenAiEmbeddingList(string Object, IReadOnlyList<OpenAiEmbedding> Data, string Model, OpenAiEmbeddingUsage Usage);

/// <param name="Object">Always <c>embedding</c>.</param>
/// <param name="Embedding">Numbers, or the base64 of little-endian 32-bit floats.</param>
/// <param name="Index">Position of the text.</param>
internal sealed record OpenAiEmbedding(string Object, JsonElement Embedding, int Index);

internal sealed record OpenAiEmbeddingUsage(int PromptTokens, int TotalTokens);
