using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalAi.AgentApi.ModelProviders.Ollama;

namespace LocalAi.AgentApi.OllamaProtocol;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OllamaClientWire.ChatRequest))]
[JsonSerializable(typeof(OllamaClientWire.GenerateRequest))]
[JsonSerializable(typeof(OllamaClientWire.Answer))]
[JsonSerializable(typeof(OllamaClientWire.EmbedRequest))]
[JsonSerializable(typeof(OllamaClientWire.Embedded))]
[JsonSerializable(typeof(OllamaClientWire.PromptEmbedRequest))]
[JsonSerializable(typeof(OllamaClientWire.PromptEmbedded))]
[JsonSerializable(typeof(OllamaClientWire.Version))]
[JsonSerializable(typeof(OllamaClientWire.ModelList))]
[JsonSerializable(typeof(OllamaClientWire.ShowRequest))]
[JsonSerializable(typeof(OllamaClientWire.Shown))]
[JsonSerializable(typeof(OllamaWire.ErrorBody))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class OllamaClientJson : JsonSerializerContext
{
    /// <summary>The answers are never put into HTML by us, so nothing needs escaping but what JSON itself needs.</summary>
    public static OllamaClientJson Answers { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
