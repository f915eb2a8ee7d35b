using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using Npgsql;

namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>Finds passages by meaning and by words at once.</summary>
internal sealed partial class KnowledgeSearch(
    Embedder embedder, VectorSearch vectors, TextSearch text, NpgsqlDataSource source, ILogger<KnowledgeSearch> logger)
{
    public const int MaxQueryCharacters = 4000;

    /// <summary>How many of each ranking are joined: those further down hardly change the first few.</summary>
    private const int Candidates = 50;

    /// <summary>The best passages of some collections for a question.</summary>
    /// <exception cref="InvalidRequestException">The question is empty or longer than <see cref="MaxQueryCharacters"/>.</exception>
    public async Task<SearchResult> FindAsync(string query, Guid[] collections, int limit, CancellationToken cancellationToken)
    {
        var clean = query.Replace("\0", "", StringComparison.Ordinal).Trim();
        if (clean.Length is 0 or > MaxQueryCharacters)
        {
            throw new InvalidRequestException("query", $"'query' must have 1 to {MaxQueryCharacters} characters.");
        }

        var byMeaning = FindByMeaningAsync(clean, collections, cancellationToken);
        var byWords = await text.FindAsync(clean, collections, Candidates, cancellationToken);
        var (hits, problem) = await byMeaning;
        var ranked = FusedRanking.Of(limit, hits.Select(hit => hit.ChunkId), byWords);
        var passages = await ReadAsync(ranked, hits.ToDictionary(hit => hit.ChunkId, hit => hit.Similarity), cancellationToken);
        return new SearchResult(passages, problem);
    }

    /// <summary>Without an embedding model words alone must do, and the answer says so.</summary>
    private async Task<(IReadOnlyList<Hit> Hits, string? Problem)> FindByMeaningAsync(string query, Guid[] collections, CancellationToken cancellationToken)
    {
        try
        {
            var name = await embedder.ModelNameAsync(cancellationToken);
            if (await ModelAsync(name, cancellationToken) is not { } model)
            {
                return ([], $"Searched by words only. No document has vectors of '{name}' yet.");
            }

            var vector = await embedder.EmbedQueryAsync(query, cancellationToken);
            return vector.Length == model.Dimensions
                ? (await vectors.FindAsync(model, vector, collections, Candidates, cancellationToken), null)
                : ([], $"The model '{name}' now gives vectors of {vector.Length} numbers, and gave {model.Dimensions} before.");
        }
        catch (Exception exception) when (exception is ModelServerException or UnknownModelException)
        {
            LogByWordsOnly(exception.Message);
            return ([], $"Searched by words only. {exception.Message}");
        }
    }

    private async Task<EmbeddingModel?> ModelAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT id, dimensions FROM knowledge_models WHERE name = $1");
        command.With(name);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new EmbeddingModel(reader.GetInt32(0), name, reader.GetInt32(1)) : null;
    }

    private async Task<IReadOnlyList<Passage>> ReadAsync(
        List<(long ChunkId, double Score)> ranked, Dictionary<long, double> similarities, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT c.id, c.document_id, d.collection_id, d.name, d.source, c.heading, c.page, c.start_offset, c.text
            FROM unnest($1::bigint[]) WITH ORDINALITY AS found (id, rank)
            JOIN knowledge_chunks c ON c.id = found.id JOIN knowledge_documents d ON d.id = c.document_id ORDER BY found.rank
            """);
        command.With(ranked.ConvertAll(item => item.ChunkId));
        var scores = ranked.ToDictionary(item => item.ChunkId, item => item.Score);
        var passages = new List<Passage>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetInt64(0);
            passages.Add(new(
                id, reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetInt32(6), reader.GetInt32(7), reader.GetString(8),
                Math.Round(scores[id], 6), similarities.TryGetValue(id, out var similarity) ? similarity : null));
        }

        return passages;
    }

    [LoggerMessage(LogLevel.Warning, "Knowledge is searched by words only: {Reason}")]
    private partial void LogByWordsOnly(string reason);
}
