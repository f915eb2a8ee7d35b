using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.AgentApi.OpenAiProtocol;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OpenAiWire.ChatCompletionRequest))]
[JsonSerializable(typeof(OpenAiWire.ChatCompletion))]
[JsonSerializable(typeof(OpenAiWire.Chunk))]
[JsonSerializable(typeof(OpenAiWire.EmbeddingRequest))]
[JsonSerializable(typeof(OpenAiWire.ModelList))]
[JsonSerializable(typeof(OpenAiWire.ErrorBody))]
internal sealed partial class OpenAiJson : JsonSerializerContext
{
    /// <summary>The answers are never put into HTML by us, so nothing needs escaping but what JSON itself needs.</summary>
    public static OpenAiJson Answers { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
