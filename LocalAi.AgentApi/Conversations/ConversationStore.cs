using LocalAi.AgentApi.Database;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Conversations;

/// <summary>Conversations in Postgres.</summary>
internal sealed class ConversationStore(NpgsqlDataSource source, TimeProvider time)
{
    private const string Columns =
        "c.id, c.title, c.model, c.created_at, c.updated_at, (SELECT count(*)::int FROM messages m WHERE m.conversation_id = c.id), c.tools, c.collections";

    /// <summary>Now, in the microseconds that Postgres keeps, so that what is returned equals what is read later.</summary>
    public DateTimeOffset Now => new(time.GetUtcNow().Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <param name="owner">The API key that makes it; null for the stack's own users.</param>
    public async Task<Conversation> CreateAsync(
        string title, string? model, Selection? tools, Selection? collections, Guid? owner, CancellationToken cancellationToken)
    {
        var now = Now;
        var conversation = new Conversation(Guid.CreateVersion7(), title, model, now, now, MessageCount: 0, tools?.Names, collections?.Names);
        await using var command = source.CreateCommand(
            "INSERT INTO conversations (id, title, model, created_at, updated_at, tools, collections, owner) VALUES ($1, $2, $3, $4, $4, $5, $6, $7)");
        command.With(conversation.Id).With(title).With(model, NpgsqlDbType.Text).With(now)
            .With(tools?.Names, NpgsqlDbType.Array | NpgsqlDbType.Text).With(collections?.Names, NpgsqlDbType.Array | NpgsqlDbType.Text)
            .With(owner, NpgsqlDbType.Uuid);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return conversation;
    }

    /// <summary>The newest conversations before a moment, whose title or messages contain <paramref name="search"/>.</summary>
    /// <param name="owner">Only those that this key has made; null for all.</param>
    public async Task<IReadOnlyList<Conversation>> ListAsync(
        int limit, DateTimeOffset? before, string? search, Guid? owner, CancellationToken cancellationToken)
    {
        var pattern = string.IsNullOrWhiteSpace(search)
            ? null
            : "%" + search.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        await using var command = source.CreateCommand($"""
            SELECT {Columns} FROM conversations c
            WHERE ($1::timestamptz IS NULL OR c.updated_at < $1)
              AND ($4::uuid IS NULL OR c.owner = $4)
              AND ($2::text IS NULL OR c.title ILIKE $2
                   OR EXISTS (SELECT 1 FROM messages s WHERE s.conversation_id = c.id AND s.content ILIKE $2))
            ORDER BY c.updated_at DESC, c.id DESC
            LIMIT $3
            """);
        command.With(before?.ToUniversalTime(), NpgsqlDbType.TimestampTz).With(pattern, NpgsqlDbType.Text).With(limit).With(owner, NpgsqlDbType.Uuid);
        return await command.ToListAsync(Read, cancellationToken);
    }

    /// <summary>Whether there is such a conversation of this key.</summary>
    public async Task<bool> IsOwnedAsync(Guid id, Guid owner, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT 1 FROM conversations WHERE id = $1 AND owner = $2");
        command.With(id).With(owner);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <exception cref="UnknownConversationException">It does not exist.</exception>
    public async Task<Conversation> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SELECT {Columns} FROM conversations c WHERE c.id = $1");
        command.With(id);
        return await OneAsync(command, id, cancellationToken);
    }

    /// <summary>Sets what is not null.</summary>
    /// <exception cref="UnknownConversationException">It does not exist.</exception>
    public async Task<Conversation> ChangeAsync(Guid id, string? title, Selection? tools, Selection? collections, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            UPDATE conversations c
            SET title = coalesce($2, c.title), tools = CASE WHEN $3 THEN $4 ELSE c.tools END, collections = CASE WHEN $5 THEN $6 ELSE c.collections END
            WHERE c.id = $1 RETURNING {Columns}
            """);
        command.With(id).With(title, NpgsqlDbType.Text)
            .With(tools is not null).With(tools?.Names, NpgsqlDbType.Array | NpgsqlDbType.Text)
            .With(collections is not null).With(collections?.Names, NpgsqlDbType.Array | NpgsqlDbType.Text);
        return await OneAsync(command, id, cancellationToken);
    }

    /// <exception cref="UnknownConversationException">It does not exist.</exception>
    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM conversations WHERE id = $1");
        command.With(id);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            throw new UnknownConversationException(id);
        }
    }

    private static async Task<Conversation> OneAsync(NpgsqlCommand command, Guid id, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : throw new UnknownConversationException(id);
    }

    private static Conversation Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2),
        reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetInt32(5),
        reader.IsDBNull(6) ? null : reader.GetFieldValue<string[]>(6), reader.IsDBNull(7) ? null : reader.GetFieldValue<string[]>(7));
}
