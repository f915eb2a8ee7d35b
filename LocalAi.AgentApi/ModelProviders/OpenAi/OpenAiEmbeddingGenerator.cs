using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace LocalAi.AgentApi.ModelProviders.OpenAi;

/// <summary>Embeddings by OpenAI's protocol.</summary>
internal sealed class OpenAiEmbeddingGenerator(OpenAIClient client, ModelConnectionString connection, string provider, Uri endpoint, ModelTimeouts timeouts)
    : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new(provider, endpoint);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? generation = null, CancellationToken cancellationToken = default)
    {
        using var inner = client.GetEmbeddingClient(generation?.ModelId ?? connection.Model).AsIEmbeddingGenerator();
        using var call = new ModelCall(endpoint, cancellationToken);
        try
        {
            return await call.RunAsync(
                token => inner.GenerateAsync(values, generation, token),
                timeouts.FirstToken);
        }
        catch (ClientResultException exception)
        {
            throw OpenAiErrors.Convert(endpoint, exception);
        }
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
