using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders.Ollama;

/// <summary>Ollama's native <c>/api/embed</c>.</summary>
internal sealed class OllamaEmbeddingGenerator(HttpClient http, Uri endpoint, ModelTimeouts timeouts)
    : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new(OllamaServer.ProviderName, endpoint);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? generation = null, CancellationToken cancellationToken = default)
    {
        var model = generation?.ModelId ?? throw new ArgumentException("EmbeddingGenerationOptions.ModelId is needed: one generator serves every model.");
        var request = new OllamaWire.EmbedRequest(model, [.. values], generation.Dimensions);
        using var call = new ModelCall(endpoint, cancellationToken);
        var answer = await call.RunAsync(
            token => OllamaServer.PostAsync(http, endpoint, "api/embed", request, OllamaJson.Default.EmbedRequest, OllamaJson.Default.EmbedResponse, token),
            timeouts.FirstToken);
        return new(answer.Embeddings.Select(vector => new Embedding<float>(vector) { ModelId = model }))
        {
            Usage = new() { InputTokenCount = answer.PromptEvalCount, TotalTokenCount = answer.PromptEvalCount },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The HttpClient belongs to the endpoint, which outlives every generator made of it.
    }
}
