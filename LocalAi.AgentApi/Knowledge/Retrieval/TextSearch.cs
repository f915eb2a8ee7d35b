using LocalAi.AgentApi.Database;
using Npgsql;

namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>
/// Finds passages by their words with Postgres' full text search. A question's words are joined by "or": hardly a passage has all of them.
/// English stems fit English; words of other languages are cut alike on both sides, and so are found too.
/// </summary>
internal sealed class TextSearch(NpgsqlDataSource source)
{
    /// <summary>Numbers of passages, best first.</summary>
    public async Task<IReadOnlyList<long>> FindAsync(string query, Guid[] collections, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT c.id FROM knowledge_chunks c JOIN knowledge_documents d ON d.id = c.document_id,
                (SELECT replace(plainto_tsquery('english', $1)::text, ' & ', ' | ')::tsquery AS words) AS question
            WHERE c.search @@ words AND d.collection_id = ANY($2)
            ORDER BY ts_rank(c.search, words, 1) DESC, c.id LIMIT $3
            """);
        command.With(query).With(collections).With(limit);
        return await command.ToListAsync(row => row.GetInt64(0), cancellationToken);
    }
}
