using Npgsql;

namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>Approximate search by pgvector's HNSW index.</summary>
internal sealed class IndexedVectorSearch(NpgsqlDataSource source)
{
    /// <summary>How many candidates the index keeps while it searches: more finds more and takes longer; bench/README.md has the measurement.</summary>
    private const int SearchWidth = 100;

    public async Task<IReadOnlyList<Hit>> FindAsync(
        EmbeddingModel model, float[] query, Guid[] collections, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"SELECT set_config('hnsw.ef_search', '{Math.Max(SearchWidth, limit)}', true), set_config('hnsw.iterative_scan', 'strict_order', true)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            SELECT chunk_id, 1 - (embedding::vector({model.Dimensions}) <=> $1::vector({model.Dimensions})) FROM knowledge_vectors
            WHERE model_id = {model.Id} AND collection_id = ANY($2)
            ORDER BY embedding::vector({model.Dimensions}) <=> $1::vector({model.Dimensions}) LIMIT {limit}
            """)
        {
            Parameters = { new() { Value = query }, new() { Value = collections } },
        });
        var hits = new List<Hit>(limit);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            hits.Add(new Hit(reader.GetInt64(0), reader.GetDouble(1)));
        }

        return Hit.Ranked(hits, limit);
    }
}
