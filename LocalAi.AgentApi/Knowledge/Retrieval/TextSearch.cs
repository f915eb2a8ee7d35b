using LocalAi.AgentApi.Database;
using Npgsql;

namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>
/// Finds passages by their words with Postgres' full text search. A question's words are joined by "or": hardly a passage has all of them.
/// English stems fit English; words of other languages are cut alike on both sides, and so are found too.
/// </summary>
internal sealed class TextSearch(NpgsqlDataSource source)
{
    /// <summary>
    /// About how many passages are ranked, which takes some microseconds for each. A question's words count from the rarest on, by the database's
    /// own statistics, until they are in so many; commoner ones do not find passages, but count in the rank of those found.
    /// </summary>
    private const int MaxRanked = 3000;

    /// <summary>Numbers of passages, best first.</summary>
    public async Task<IReadOnlyList<long>> FindAsync(string query, Guid[] collections, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            WITH word AS (
                SELECT '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''' AS quoted,
                    row_number() OVER rarest AS place, sum(coalesce(frequency, 0)) OVER rarest AS share
                FROM unnest(tsvector_to_array(to_tsvector('english', $1))) AS lexeme
                LEFT JOIN (
                    SELECT common.* FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS common (lexeme, frequency)
                    WHERE s.schemaname = current_schema() AND s.tablename = 'knowledge_chunks' AND s.attname = 'search') AS common USING (lexeme)
                WINDOW rarest AS (ORDER BY coalesce(frequency, 0), lexeme)
            ), question AS (
                SELECT string_agg(quoted, ' | ')::tsquery AS words,
                    (string_agg(quoted, ' | ') FILTER (
                        WHERE place = 1 OR share * (SELECT reltuples FROM pg_class WHERE oid = 'knowledge_chunks'::regclass) <= $4))::tsquery AS rare
                FROM word
            )
            SELECT c.id FROM question, knowledge_chunks c JOIN knowledge_documents d ON d.id = c.document_id
            WHERE c.search @@ rare AND d.collection_id = ANY($2)
            ORDER BY ts_rank(c.search, words, 1) DESC, c.id LIMIT $3
            """);
        command.With(query).With(collections).With(limit).With(MaxRanked);
        return await command.ToListAsync(row => row.GetInt64(0), cancellationToken);
    }
}
