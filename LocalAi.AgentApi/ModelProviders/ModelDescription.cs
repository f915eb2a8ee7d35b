using System.Text.Json.Serialization;
using LocalAi.AgentApi.ModelProviders.Ollama;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>A model that a server offers.</summary>
/// <param name="Id">The name by which requests ask for it.</param>
/// <param name="Provider">Who serves it, in the words of OpenTelemetry's <c>gen_ai.provider.name</c>.</param>
/// <param name="Capabilities">Of <c>chat</c>, <c>tools</c>, <c>embedding</c>, <c>vision</c>.</param>
/// <param name="ContextLength">Tokens of prompt and answer together; null when the server does not say.</param>
/// <param name="Simulated">True when no language model is behind it.</param>
/// <param name="Endpoint">The server's address.</param>
/// <param name="CreatedAt">When the model was put on its server, where known.</param>
/// <param name="Tag">How Ollama itself lists it; null on other servers.</param>
internal sealed record ModelDescription(
    string Id,
    string Provider,
    IReadOnlyList<string> Capabilities,
    int? ContextLength,
    bool Simulated,
    Uri Endpoint,
    DateTimeOffset? CreatedAt,
    [property: JsonIgnore] OllamaWire.Tag? Tag = null)
{
    /// <summary>Whether requests may ask for the model by <paramref name="name"/>, with or without Ollama's <c>:latest</c>.</summary>
    public bool Answers(string name) =>
        Id == name || Id == OllamaServer.ShortName(name);

    public bool Can(string capability) => Capabilities.Contains(capability);
}
