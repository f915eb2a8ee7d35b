using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.AgentApi.ModelProviders.Ollama;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OllamaWire.ChatRequest))]
[JsonSerializable(typeof(OllamaWire.ChatChunk))]
[JsonSerializable(typeof(OllamaWire.ErrorBody))]
[JsonSerializable(typeof(OllamaWire.TagList))]
[JsonSerializable(typeof(OllamaWire.ShowRequest))]
[JsonSerializable(typeof(OllamaWire.ShowResponse))]
[JsonSerializable(typeof(OllamaWire.RunningList))]
[JsonSerializable(typeof(OllamaWire.EmbedRequest))]
[JsonSerializable(typeof(OllamaWire.EmbedResponse))]
[JsonSerializable(typeof(OllamaWire.ProgressLine))]
[JsonSerializable(typeof(OllamaWire.LoadRequest))]
[JsonSerializable(typeof(OllamaWire.CreateRequest))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(double))]
internal sealed partial class OllamaJson : JsonSerializerContext;
