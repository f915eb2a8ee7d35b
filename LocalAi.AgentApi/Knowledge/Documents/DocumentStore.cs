using System.Security.Cryptography;
using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Knowledge.WatchedFolder;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Knowledge.Documents;

/// <summary>Documents and their files in Postgres, as callers see them; what ingestion writes is in <see cref="Ingestion.IngestionStore"/>.</summary>
internal sealed class DocumentStore(NpgsqlDataSource source, TimeProvider time)
{
    private const string Columns = """
        d.id, d.collection_id, d.name, d.source, d.format, d.size_bytes, d.status, d.error, d.chunk_count, d.embedded_count, d.embedding_model,
        d.created_at, d.updated_at
        """;

    /// <summary>
    /// Stores a file to be taken in. The same bytes are stored once in a collection: then the document that has them is returned, and one
    /// that had failed is tried again.
    /// </summary>
    /// <exception cref="UnknownKnowledgeException">The collection does not exist.</exception>
    public async Task<(Document Document, bool Duplicate)> AddAsync(
        Guid collectionId, string name, string origin, string format, Stream content, CancellationToken cancellationToken)
    {
        var hash = await SHA256.HashDataAsync(content, cancellationToken);
        content.Position = 0;
        var id = Guid.CreateVersion7();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var insert = new NpgsqlCommand($"""
            INSERT INTO knowledge_documents AS d (id, collection_id, name, source, format, size_bytes, content_hash, status, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $8)
            ON CONFLICT (collection_id, content_hash) DO UPDATE SET
                status = CASE d.status WHEN 'failed' THEN 'queued' ELSE d.status END, error = CASE d.status WHEN 'failed' THEN NULL ELSE d.error END,
                attempts = 0
            RETURNING {Columns}
            """, connection);
        insert.With(id).With(collectionId).With(name).With(origin).With(format).With(content.Length).With(hash).With(time.GetUtcNow());
        var document = await OneAsync(insert, id, cancellationToken);
        if (document.Id == id)
        {
            await using var store = new NpgsqlCommand("INSERT INTO knowledge_contents (document_id, bytes) VALUES ($1, $2)", connection);
            store.With(id).Parameters.Add(new NpgsqlParameter { Value = content, NpgsqlDbType = NpgsqlDbType.Bytea });
            await store.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return (document, document.Id != id);
    }

    public async Task<IReadOnlyList<Document>> ListAsync(Guid collectionId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SELECT {Columns} FROM knowledge_documents d WHERE d.collection_id = $1 ORDER BY d.created_at DESC, d.id DESC");
        return await command.With(collectionId).ToListAsync(Read, cancellationToken);
    }

    /// <summary>The documents that came from the watched folder.</summary>
    public async Task<IReadOnlyList<Document>> ListWatchedAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SELECT {Columns} FROM knowledge_documents d WHERE starts_with(d.source, $1)");
        return await command.With(WatchedFile.SourcePrefix).ToListAsync(Read, cancellationToken);
    }

    /// <exception cref="UnknownKnowledgeException">It does not exist.</exception>
    public async Task<Document> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SELECT {Columns} FROM knowledge_documents d WHERE d.id = $1");
        command.With(id);
        return await OneAsync(command, id, cancellationToken);
    }

    /// <summary>The text that was read from it; empty until it is parsed.</summary>
    public async Task<string> ReadTextAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT text FROM knowledge_contents WHERE document_id = $1");
        command.With(id);
        return await command.ExecuteScalarAsync(cancellationToken) as string ?? "";
    }

    /// <summary>The file as it came.</summary>
    public async Task<byte[]> ReadBytesAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT bytes FROM knowledge_contents WHERE document_id = $1");
        command.With(id);
        return await command.ExecuteScalarAsync(cancellationToken) as byte[] ?? throw UnknownKnowledgeException.Document(id);
    }

    /// <summary>Takes a document that failed in again from its file; any other stays as it is.</summary>
    /// <exception cref="UnknownKnowledgeException">It does not exist.</exception>
    public async Task<Document> RetryAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            UPDATE knowledge_documents d SET
                status = CASE status WHEN 'failed' THEN 'queued' ELSE status END, error = CASE status WHEN 'failed' THEN NULL ELSE error END,
                attempts = 0, updated_at = $2
            WHERE id = $1 RETURNING {Columns}
            """);
        command.With(id).With(time.GetUtcNow());
        return await OneAsync(command, id, cancellationToken);
    }

    /// <exception cref="UnknownKnowledgeException">It does not exist.</exception>
    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM knowledge_documents WHERE id = $1");
        command.With(id);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            throw UnknownKnowledgeException.Document(id);
        }
    }

    private static async Task<Document> OneAsync(NpgsqlCommand command, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? Read(reader) : throw UnknownKnowledgeException.Document(id);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw UnknownKnowledgeException.Collection((Guid)command.Parameters[1].Value!);
        }
    }

    private static Document Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5), reader.GetString(6),
        reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetInt32(8), reader.GetInt32(9), reader.IsDBNull(10) ? null : reader.GetString(10),
        reader.GetFieldValue<DateTimeOffset>(11), reader.GetFieldValue<DateTimeOffset>(12));
}
