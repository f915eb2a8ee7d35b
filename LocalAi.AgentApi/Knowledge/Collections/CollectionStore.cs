using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Errors;
using Npgsql;

namespace LocalAi.AgentApi.Knowledge.Collections;

/// <summary>Collections in Postgres.</summary>
internal sealed class CollectionStore(NpgsqlDataSource source, TimeProvider time)
{
    private const string Select = """
        SELECT c.id, c.name, c.created_at, count(d.id)::int, coalesce(sum(d.size_bytes), 0)::bigint
        FROM knowledge_collections c LEFT JOIN knowledge_documents d ON d.collection_id = c.id
        """;

    public async Task<Collection> CreateAsync(string name, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await using var command = source.CreateCommand("INSERT INTO knowledge_collections (id, name, created_at) VALUES ($1, $2, $3)");
        command.With(id).With(name).With(time.GetUtcNow());
        await ExecuteNamedAsync(command, name, cancellationToken);
        return await GetAsync(id, cancellationToken);
    }

    public async Task<IReadOnlyList<Collection>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"{Select} GROUP BY c.id ORDER BY lower(c.name)");
        var collections = new List<Collection>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            collections.Add(Read(reader));
        }

        return collections;
    }

    /// <exception cref="UnknownKnowledgeException">It does not exist.</exception>
    public async Task<Collection> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"{Select} WHERE c.id = $1 GROUP BY c.id");
        command.With(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : throw UnknownKnowledgeException.Collection(id);
    }

    /// <exception cref="UnknownKnowledgeException">It does not exist.</exception>
    public async Task<Collection> RenameAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("UPDATE knowledge_collections SET name = $2 WHERE id = $1");
        command.With(id).With(name);
        await ExecuteNamedAsync(command, name, cancellationToken);
        return await GetAsync(id, cancellationToken);
    }

    /// <summary>Deletes it with its documents.</summary>
    /// <exception cref="UnknownKnowledgeException">It does not exist.</exception>
    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM knowledge_collections WHERE id = $1");
        command.With(id);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            throw UnknownKnowledgeException.Collection(id);
        }
    }

    private static async Task ExecuteNamedAsync(NpgsqlCommand command, string name, CancellationToken cancellationToken)
    {
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new InvalidRequestException("name", $"There is a collection '{name}' already.");
        }
    }

    private static Collection Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt32(3), reader.GetInt64(4));
}
