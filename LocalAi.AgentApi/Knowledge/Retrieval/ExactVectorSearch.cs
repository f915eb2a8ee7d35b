namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>Compares the question with every vector, on all cores: for a database without pgvector.</summary>
internal sealed class ExactVectorSearch(VectorMemory memory)
{
    public async Task<IReadOnlyList<Hit>> FindAsync(
        EmbeddingModel model, float[] query, Guid[] collections, int limit, CancellationToken cancellationToken)
    {
        var blocks = await memory.ReadAsync(model, collections, cancellationToken);
        var hits = new List<Hit>();
        Parallel.ForEach(
            blocks,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new PriorityQueue<long, (double Similarity, long Before)>(),
            (block, _, best) =>
            {
                block.Search(query, best, limit);
                return best;
            },
            best =>
            {
                lock (hits)
                {
                    hits.AddRange(best.UnorderedItems.Select(item => new Hit(item.Element, item.Priority.Similarity)));
                }
            });
        return Hit.Ranked(hits, limit);
    }

    /// <summary>Gives the memory back, since there is an index now.</summary>
    public void Forget() => memory.Clear();
}
