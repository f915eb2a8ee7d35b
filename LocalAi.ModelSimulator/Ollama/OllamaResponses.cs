using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.ModelSimulator.Ollama;

// Names and order are those of Ollama's api package; what Go leaves out when it is empty is left out here. Durations in nanoseconds.

internal sealed record ErrorResponse(string Error);

internal sealed record VersionResponse(string Version);

internal sealed record MessageResponse(string Role, string Content)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ToolCallResponse>? ToolCalls { get; init; }
}

internal sealed record ToolCallResponse(string Id, ToolCallFunctionResponse Function);

internal sealed record ToolCallFunctionResponse(int Index, string Name, JsonElement Arguments);

internal sealed record ChatResponse(string Model, DateTime CreatedAt, MessageResponse Message, bool Done)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DoneReason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long TotalDuration { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LoadDuration { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PromptEvalCount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long PromptEvalDuration { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int EvalCount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long EvalDuration { get; init; }
}

internal sealed record GenerateResponse(string Model, DateTime CreatedAt, string Response, bool Done)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DoneReason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Context { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long TotalDuration { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LoadDuration { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PromptEvalCount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long PromptEvalDuration { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int EvalCount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long EvalDuration { get; init; }
}

internal sealed record EmbedResponse(string Model, IReadOnlyList<float[]> Embeddings)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long TotalDuration { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LoadDuration { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PromptEvalCount { get; init; }
}

internal sealed record EmbeddingResponse(IReadOnlyList<float> Embedding);

internal sealed record ModelDetailsResponse(
    string ParentModel, string Format, string Family, IReadOnlyList<string> Families, string ParameterSize, string QuantizationLevel);

internal sealed record ListResponse(IReadOnlyList<ListModelResponse> Models);

internal sealed record ListModelResponse(
    string Name, string Model, DateTime ModifiedAt, long Size, string Digest, ModelDetailsResponse Details);

internal sealed record ProcessResponse(IReadOnlyList<ProcessModelResponse> Models);

internal sealed record ProcessModelResponse(
    string Name,
    string Model,
    long Size,
    string Digest,
    ModelDetailsResponse Details,
    DateTime ExpiresAt,
    [property: JsonPropertyName("size_vram")] long SizeVram,
    int ContextLength);

internal sealed record ShowResponse(
    string License,
    string Modelfile,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parameters,
    string Template,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? System,
    ModelDetailsResponse Details,
    JsonElement ModelInfo,
    IReadOnlyList<string> Capabilities,
    DateTime ModifiedAt);

internal sealed record ProgressResponse(string Status)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Digest { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Total { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Completed { get; init; }
}
