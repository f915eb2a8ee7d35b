using LocalAi.AgentApi.Database;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Access;

/// <summary>Keys in Postgres.</summary>
internal sealed class ApiKeyStore(NpgsqlDataSource source, TimeProvider time)
{
    private const string Columns = "id, name, prefix, scopes, requests_per_minute, tokens_per_day, collections, created_at, revoked_at";

    /// <summary>Stores a new key; the secret itself is not kept.</summary>
    public async Task<ApiKey> CreateAsync(string secret, KeyContracts.CreateKey create, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            INSERT INTO api_keys (id, name, prefix, hash, scopes, requests_per_minute, tokens_per_day, collections, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            RETURNING {Columns}
            """);
        command.With(Guid.CreateVersion7()).With(create.CheckedName).With(ApiKeySecret.Prefix(secret)).With(ApiKeySecret.Hash(secret)).With(create.CheckedScopes)
            .With(create.CheckedRequestsPerMinute, NpgsqlDbType.Integer).With(create.CheckedTokensPerDay, NpgsqlDbType.Bigint)
            .With(create.CheckedCollections?.Ids, NpgsqlDbType.Array | NpgsqlDbType.Uuid).With(time.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Read(reader);
    }

    /// <summary>Every key, the newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SELECT {Columns} FROM api_keys ORDER BY created_at DESC, id DESC");
        return await command.ToListAsync(Read, cancellationToken);
    }

    /// <summary>The key of a hash with the tokens that it has used today (UTC), or null.</summary>
    public async Task<(ApiKey Key, long UsedToday)?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            SELECT {Columns}, (SELECT coalesce(sum(input_tokens + output_tokens), 0)::bigint FROM token_usage WHERE caller = k.id::text AND day = $2)
            FROM api_keys k WHERE hash = $1
            """);
        command.With(hash).With(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (Read(reader), reader.GetInt64(9)) : null;
    }

    /// <summary>Sets the collections that a key may search; null changes nothing.</summary>
    /// <returns>The key, or null when there is none of this id.</returns>
    public async Task<ApiKey?> ChangeAsync(Guid id, IdSelection? collections, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"UPDATE api_keys SET collections = CASE WHEN $2 THEN $3 ELSE collections END WHERE id = $1 RETURNING {Columns}");
        command.With(id).With(collections is not null).With(collections?.Ids, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
        return await OneAsync(command, cancellationToken);
    }

    /// <summary>Revokes a key for good; one that is revoked already keeps its time.</summary>
    /// <returns>The key, or null when there is none of this id.</returns>
    public async Task<ApiKey?> RevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"UPDATE api_keys SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING {Columns}");
        command.With(id).With(time.GetUtcNow());
        return await OneAsync(command, cancellationToken);
    }

    private static async Task<ApiKey?> OneAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    private static ApiKey Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<string[]>(3),
        reader.IsDBNull(4) ? null : reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetInt64(5),
        reader.IsDBNull(6) ? null : reader.GetFieldValue<Guid[]>(6),
        reader.GetFieldValue<DateTimeOffset>(7), reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8));
}
