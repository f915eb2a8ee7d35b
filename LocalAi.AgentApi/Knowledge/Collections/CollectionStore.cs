using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Errors;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Knowledge.Collections;

/// <summary>Collections in Postgres.</summary>
internal sealed class CollectionStore(NpgsqlDataSource source, TimeProvider time)
{
    private const string Select = """
        SELECT c.id, c.name, c.created_at, count(d.id)::int, coalesce(sum(d.size_bytes), 0)::bigint, c.keys
        FROM knowledge_collections c LEFT JOIN knowledge_documents d ON d.collection_id = c.id
        """;

    /// <param name="keys">Keys that may search it; null for every key.</param>
    public async Task<Collection> CreateAsync(string name, Guid[]? keys, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await using var command = source.CreateCommand("INSERT INTO knowledge_collections (id, name, created_at, keys) VALUES ($1, $2, $3, $4)");
        command.With(id).With(name).With(time.GetUtcNow()).With(keys, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
        await ExecuteNamedAsync(command, name, cancellationToken);
        return await GetAsync(id, cancellationToken);
    }

    /// <summary>The collection of a name, made where there is none.</summary>
    public async Task<Collection> FindOrCreateAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "INSERT INTO knowledge_collections AS c (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (lower(name)) DO UPDATE SET name = c.name RETURNING id");
        command.With(Guid.CreateVersion7()).With(name).With(time.GetUtcNow());
        return await GetAsync((Guid)(await command.ExecuteScalarAsync(cancellationToken))!, cancellationToken);
    }

    public async Task<IReadOnlyList<Collection>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"{Select} GROUP BY c.id ORDER BY lower(c.name)");
        return await command.ToListAsync(Read, cancellationToken);
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
    public async Task<Collection> ChangeAsync(Guid id, CollectionChange change, CancellationToken cancellationToken)
    {
        var name = change.Name is null ? null : change.CheckedName;
        await using var command = source.CreateCommand(
            "UPDATE knowledge_collections SET name = coalesce($2, name), keys = CASE WHEN $3 THEN $4 ELSE keys END WHERE id = $1");
        command.With(id).With(name, NpgsqlDbType.Text).With(change.Keys is not null).With(change.CheckedKeys?.Ids, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
        await ExecuteNamedAsync(command, name ?? "", cancellationToken);
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
        reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt32(3), reader.GetInt64(4),
        reader.IsDBNull(5) ? null : reader.GetFieldValue<Guid[]>(5));
}
