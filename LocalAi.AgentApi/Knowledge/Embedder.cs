using System.Numerics.Tensors;
using LocalAi.AgentApi.ModelProviders;

namespace LocalAi.AgentApi.Knowledge;

/// <summary>Texts as vectors of length 1, by the configured embedding model.</summary>
internal sealed class Embedder(ModelCatalog catalog)
{
    /// <summary>The model that embeds now.</summary>
    /// <exception cref="ModelServerException">Its server does not answer.</exception>
    /// <exception cref="UnknownModelException">It is not installed.</exception>
    public async Task<string> ModelNameAsync(CancellationToken cancellationToken) =>
        (await catalog.ResolveEmbeddingAsync(name: null, cancellationToken)).Model.Id;

    public Task<IReadOnlyList<float[]>> EmbedPassagesAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        EmbedAsync(texts, EmbeddingPrompts.ForPassage, cancellationToken);

    public async Task<float[]> EmbedQueryAsync(string query, CancellationToken cancellationToken) =>
        (await EmbedAsync([query], EmbeddingPrompts.ForQuery, cancellationToken))[0];

    private async Task<IReadOnlyList<float[]>> EmbedAsync(
        IReadOnlyList<string> texts, Func<string, string, string> prompt, CancellationToken cancellationToken)
    {
        var (model, generator) = await catalog.ResolveEmbeddingAsync(name: null, cancellationToken);
        var embeddings = await generator.GenerateAsync(
            texts.Select(text => prompt(model.Id, text)), new() { ModelId = model.Id }, cancellationToken);
        if (embeddings.Count != texts.Count)
        {
            throw ModelServerException.Broken(model.Endpoint, inner: null);
        }

        return [.. embeddings.Select(embedding => Normalized(embedding.Vector.Span))];
    }

    private static float[] Normalized(ReadOnlySpan<float> vector)
    {
        var normalized = new float[vector.Length];
        var length = TensorPrimitives.Norm(vector);
        if (length > 0)
        {
            TensorPrimitives.Divide(vector, length, normalized);
        }

        return normalized;
    }
}
