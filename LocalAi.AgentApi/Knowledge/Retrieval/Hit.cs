namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>A passage by number, and how similar it is to the question.</summary>
internal readonly record struct Hit(long ChunkId, double Similarity)
{
    /// <summary>
    /// Best first. Two ways of adding up the same cosine differ in its last digits: they are left out, and passages that are equal then stand in
    /// the order in which they came, so that every kind of search ranks alike.
    /// </summary>
    public static List<Hit> Ranked(IEnumerable<Hit> hits, int limit) =>
    [
        .. hits.Select(hit => hit with { Similarity = Math.Round(hit.Similarity, 5) })
            .OrderByDescending(hit => hit.Similarity).ThenBy(hit => hit.ChunkId).Take(limit),
    ];
}
