namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>
/// Joins rankings whose scores do not compare (reciprocal rank fusion; Cormack, Clarke and Büttcher, SIGIR 2009): a passage scores 1/(60 + rank)
/// in each ranking that has it.
/// </summary>
internal static class FusedRanking
{
    private const double Constant = 60;

    /// <returns>Passages with their scores, best first; equal ones in the order of their numbers.</returns>
    public static List<(long ChunkId, double Score)> Of(int limit, params IReadOnlyList<IEnumerable<long>> rankings)
    {
        var scores = new Dictionary<long, double>();
        foreach (var ranking in rankings)
        {
            var rank = 1;
            foreach (var id in ranking)
            {
                scores[id] = scores.GetValueOrDefault(id) + (1 / (Constant + rank++));
            }
        }

        return [.. scores.OrderByDescending(score => score.Value).ThenBy(score => score.Key).Take(limit).Select(score => (score.Key, score.Value))];
    }
}
