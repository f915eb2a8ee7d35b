using System.Data;
using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Knowledge.Parsing;
using Microsoft.Extensions.AI;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Knowledge.Ingestion;

/// <summary>What ingestion reads and writes. Each step is one transaction, so that it goes on where it stopped.</summary>
internal sealed class IngestionStore(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>
    /// Documents with work to do, in the order in which they came; those that only need vectors of another model last.
    /// </summary>
    /// <param name="modelName">The embedding model now; null leaves out the latter.</param>
    public async Task<IReadOnlyList<Guid>> ListWorkAsync(string? modelName, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT id FROM knowledge_documents
            WHERE status IN ('queued', 'parsing', 'embedding') OR ($1::text IS NOT NULL AND status = 'ready' AND embedding_model <> $1)
            ORDER BY status = 'ready', created_at, id LIMIT 64
            """);
        command.With(modelName, NpgsqlDbType.Text);
        return await command.ToListAsync(row => row.GetGuid(0), cancellationToken);
    }

    public async Task<bool> HasDocumentsAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT EXISTS (SELECT 1 FROM knowledge_documents)");
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Begins parsing, for the <c>Attempts</c>-th time; null when the document is parsed already, or gone.</summary>
    public async Task<(string Format, byte[] Content, int Attempts)?> BeginParsingAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            UPDATE knowledge_documents d SET status = 'parsing', error = NULL, attempts = attempts + 1, updated_at = $2 FROM knowledge_contents c
            WHERE d.id = $1 AND c.document_id = d.id AND d.status IN ('queued', 'parsing') RETURNING d.format, c.bytes, d.attempts
            """);
        command.With(id).With(time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetFieldValue<byte[]>(1), reader.GetInt32(2)) : null;
    }

    /// <summary>Stores a document's text and passages in place of those it had; from then on it is found by its words.</summary>
    public async Task StoreChunksAsync(Guid id, ParsedDocument document, List<Chunk> chunks, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "DELETE FROM knowledge_chunks WHERE document_id = $1", id);
        Add(batch, "UPDATE knowledge_contents SET text = $2 WHERE document_id = $1", id, document.Text);
        Add(batch, """
            INSERT INTO knowledge_chunks (document_id, position, heading, page, start_offset, text, search)
            SELECT $1, position, heading, page, start, text, setweight(to_tsvector('english', heading), 'B') || to_tsvector('english', text)
            FROM unnest($2::int[], $3::text[], $4::int[], $5::int[], $6::text[]) AS chunk (position, heading, page, start, text)
            """,
            id, chunks.ConvertAll(chunk => chunk.Position), chunks.ConvertAll(chunk => chunk.Heading), chunks.ConvertAll(chunk => chunk.Page),
            chunks.ConvertAll(chunk => chunk.Start), chunks.ConvertAll(chunk => chunk.Text));
        Add(batch, "UPDATE knowledge_documents SET status = 'embedding', chunk_count = $2, embedded_count = 0, embedding_model = NULL, updated_at = $3 WHERE id = $1",
            id, chunks.Count, time.GetUtcNow());
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A model in the database; its dimensions are those of its first vectors.</summary>
    public async Task<EmbeddingModel> ModelAsync(string name, int dimensions, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            INSERT INTO knowledge_models (name, dimensions) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET name = $1 RETURNING id, dimensions
            """);
        command.With(name).With(dimensions);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new EmbeddingModel(reader.GetInt32(0), name, reader.GetInt32(1));
    }

    /// <summary>
    /// The next passages without a vector of a model. The document's progress says from where on some can be missing; each is looked up by itself,
    /// since a join reads the vectors of all documents while the database has no statistics of them.
    /// </summary>
    public async Task<List<PendingChunk>> ListPendingAsync(Guid id, string modelName, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT c.id, c.heading, c.text FROM knowledge_documents d
            JOIN knowledge_chunks c ON c.document_id = d.id AND c.position >= CASE WHEN d.embedding_model = $2 THEN d.embedded_count ELSE 0 END
            LEFT JOIN LATERAL (
                SELECT v.chunk_id FROM knowledge_vectors v
                WHERE v.chunk_id = c.id AND v.model_id = (SELECT id FROM knowledge_models WHERE name = $2) LIMIT 1) AS stored ON true
            WHERE d.id = $1 AND stored.chunk_id IS NULL ORDER BY c.position LIMIT $3
            """);
        command.With(id).With(modelName).With(limit);
        return await command.ToListAsync(row => new PendingChunk(row.GetInt64(0), row.GetString(1), row.GetString(2)), cancellationToken);
    }

    /// <summary>Stores the vectors of passages and the progress.</summary>
    public async Task StoreVectorsAsync(
        Guid id, EmbeddingModel model, List<PendingChunk> chunks, IReadOnlyList<float[]> vectors, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT collection_id FROM knowledge_documents WHERE id = $1 FOR UPDATE", connection);
        find.With(id);
        if (await find.ExecuteScalarAsync(cancellationToken) is not Guid collectionId)
        {
            throw UnknownKnowledgeException.Document(id);
        }

        await using (var import = await connection.BeginBinaryImportAsync(
            "COPY knowledge_vectors (chunk_id, model_id, document_id, collection_id, embedding) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            for (var index = 0; index < chunks.Count; index++)
            {
                await import.StartRowAsync(cancellationToken);
                await import.WriteAsync(chunks[index].Id, cancellationToken);
                await import.WriteAsync(model.Id, cancellationToken);
                await import.WriteAsync(id, cancellationToken);
                await import.WriteAsync(collectionId, cancellationToken);
                await import.WriteAsync(vectors[index], cancellationToken);
            }

            await import.CompleteAsync(cancellationToken);
        }

        await using var progress = new NpgsqlCommand("""
            UPDATE knowledge_documents SET error = NULL, updated_at = $4, embedding_model = $3,
                embedded_count = CASE WHEN embedding_model = $3 THEN embedded_count ELSE 0 END + $2
            WHERE id = $1
            """, connection);
        progress.With(id).With(chunks.Count).With(model.Name).With(time.GetUtcNow());
        await progress.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The document is found by meaning too; vectors of former models are deleted.</summary>
    public async Task FinishAsync(Guid id, string modelName, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "DELETE FROM knowledge_vectors v USING knowledge_models m WHERE v.document_id = $1 AND m.id = v.model_id AND m.name <> $2", id, modelName);
        Add(batch, """
            UPDATE knowledge_documents SET status = 'ready', error = NULL, embedding_model = $2, embedded_count = chunk_count, updated_at = $3 WHERE id = $1
            """, id, modelName, time.GetUtcNow());
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Says why a document is not going on; with <paramref name="failed"/> it is not tried again by itself.</summary>
    public async Task ReportAsync(Guid id, string error, bool failed, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            UPDATE knowledge_documents SET error = $2, status = CASE WHEN $3 THEN 'failed' ELSE status END, updated_at = $4 WHERE id = $1
            """);
        command.With(id).With(error.Replace("\0", "", StringComparison.Ordinal)).With(failed).With(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
