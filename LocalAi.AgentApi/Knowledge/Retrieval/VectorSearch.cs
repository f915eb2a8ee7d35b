namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>Finds passages by meaning: through the model's index where there is one, else by comparing with every vector.</summary>
internal sealed class VectorSearch(VectorIndexes indexes, IndexedVectorSearch indexed, ExactVectorSearch exact)
{
    /// <summary>The most similar passages of some collections, best first.</summary>
    public async Task<IReadOnlyList<Hit>> FindAsync(
        EmbeddingModel model, float[] query, Guid[] collections, int limit, CancellationToken cancellationToken)
    {
        if (!await indexes.IsUsableAsync(model, cancellationToken))
        {
            return await exact.FindAsync(model, query, collections, limit, cancellationToken);
        }

        exact.Forget();
        return await indexed.FindAsync(model, query, collections, limit, cancellationToken);
    }
}
