using System.Text.Json;
using System.Text.Json.Serialization;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Ollama;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(VersionResponse))]
[JsonSerializable(typeof(ChatResponse))]
[JsonSerializable(typeof(GenerateResponse))]
[JsonSerializable(typeof(EmbedResponse))]
[JsonSerializable(typeof(EmbeddingResponse))]
[JsonSerializable(typeof(ListResponse))]
[JsonSerializable(typeof(ProcessResponse))]
[JsonSerializable(typeof(ShowResponse))]
[JsonSerializable(typeof(ProgressResponse))]
internal sealed partial class OllamaJson : JsonSerializerContext
{
    /// <summary>Escapes only what JSON demands.</summary>
    public static OllamaJson Wire { get; } = new(
        new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = ChunkTemplate.Encoder });
}
