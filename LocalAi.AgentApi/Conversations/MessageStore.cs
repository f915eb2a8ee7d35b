using System.Text.Json;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Database;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Conversations;

/// <summary>The messages of conversations in Postgres.</summary>
internal sealed class MessageStore(NpgsqlDataSource source, ConversationStore conversations)
{
    /// <summary>
    /// Stores a question at the end of its conversation and reserves the place of its answer. The conversation's row lock puts questions
    /// that come at the same time, even to different agents, in one order.
    /// </summary>
    /// <exception cref="UnknownConversationException">It does not exist.</exception>
    public async Task<Question> AskAsync(Guid conversationId, string content, string model, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var now = conversations.Now;
        await using var touch = new NpgsqlCommand(
            "UPDATE conversations SET updated_at = $2, title = CASE WHEN title = '' THEN $3 ELSE title END WHERE id = $1", connection);
        touch.With(conversationId).With(now).With(ConversationRequests.TitleOf(content));
        if (await touch.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            throw new UnknownConversationException(conversationId);
        }

        var id = Guid.CreateVersion7();
        await using var insert = new NpgsqlCommand("""
            INSERT INTO messages (id, conversation_id, position, role, content, model, status, tool_calls, created_at)
            SELECT $1, $2, coalesce(max(position) FILTER (WHERE role = 'user'), -2) + 2, 'user', $3, $4, 'complete', '[]', $5
            FROM messages WHERE conversation_id = $2
            RETURNING position
            """, connection);
        insert.With(id).With(conversationId).With(content).With(model).With(now);
        var position = (long)(await insert.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return new(conversationId, id, Guid.CreateVersion7(), position);
    }

    /// <summary>Stores the answer behind its question; storing it twice is storing it once. A conversation deleted meanwhile stays deleted.</summary>
    public async Task AnswerAsync(Question question, Message answer, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            WITH touched AS (UPDATE conversations SET updated_at = $8 WHERE id = $2 RETURNING id)
            INSERT INTO messages (id, conversation_id, position, role, content, model, status, error, tool_calls, usage, created_at, sources, notes)
            SELECT $1, touched.id, $3, 'assistant', $4, $5, $6, $7, $9, $10, $8, $11, $12 FROM touched
            ON CONFLICT (id) DO NOTHING
            """);
        command.With(answer.Id).With(question.ConversationId).With(question.Position + 1)
            .With(answer.Content).With(answer.Model!).With(answer.Status).With(answer.Error, NpgsqlDbType.Text).With(answer.CreatedAt)
            .With(JsonSerializer.Serialize(answer.ToolCalls, ApiJson.Default.IReadOnlyListToolCall), NpgsqlDbType.Jsonb)
            .With(answer.Usage is null ? null : JsonSerializer.Serialize(answer.Usage, ApiJson.Default.Usage), NpgsqlDbType.Jsonb)
            .With(JsonSerializer.Serialize(answer.Sources ?? [], ApiJson.Default.IReadOnlyListSource), NpgsqlDbType.Jsonb)
            .With<string[]>([.. answer.Notes ?? []]);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The messages in order, oldest first; those before <paramref name="endPosition"/> where one is given.</summary>
    public async Task<IReadOnlyList<Message>> ListAsync(Guid conversationId, long? endPosition, CancellationToken cancellationToken) =>
        [.. (await HistoryAsync(conversationId, afterPosition: null, endPosition, cancellationToken)).Select(item => item.Message)];

    /// <summary>What the oldest messages said, where they were too many for a model.</summary>
    public async Task<HistorySummary?> SummaryAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT summary, summary_position FROM conversations WHERE id = $1 AND summary IS NOT NULL");
        command.With(conversationId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(reader.GetString(0), reader.GetInt64(1)) : null;
    }

    public async Task SetSummaryAsync(Guid conversationId, HistorySummary summary, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("UPDATE conversations SET summary = $2, summary_position = $3 WHERE id = $1");
        command.With(conversationId).With(summary.Text.Replace("\0", "", StringComparison.Ordinal)).With(summary.Position);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether a tool has brought text from outside into the conversation.</summary>
    public async Task<bool> HasReadOutsideAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """SELECT EXISTS (SELECT 1 FROM messages WHERE conversation_id = $1 AND tool_calls @> '[{"untrusted": true}]')""");
        command.With(conversationId);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The messages between two positions, which are not among them, with their positions.</summary>
    public async Task<IReadOnlyList<(long Position, Message Message)>> HistoryAsync(
        Guid conversationId, long? afterPosition, long? endPosition, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT id, role, content, model, created_at, status, error, tool_calls, usage, sources, notes, position FROM messages
            WHERE conversation_id = $1 AND ($2 IS NULL OR position < $2) AND ($3 IS NULL OR position > $3) ORDER BY position
            """);
        command.With(conversationId).With(endPosition, NpgsqlDbType.Bigint).With(afterPosition, NpgsqlDbType.Bigint);
        var messages = new List<(long, Message)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add((reader.GetInt64(11), new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), Text(reader, 3), reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetString(5), Text(reader, 6),
                JsonSerializer.Deserialize(reader.GetString(7), ApiJson.Default.IReadOnlyListToolCall) ?? [],
                Text(reader, 8) is { } usage ? JsonSerializer.Deserialize(usage, ApiJson.Default.Usage) : null,
                JsonSerializer.Deserialize(reader.GetString(9), ApiJson.Default.IReadOnlyListSource) is { Count: > 0 } sources ? sources : null,
                reader.GetFieldValue<string[]>(10) is { Length: > 0 } notes ? notes : null)));
        }

        return messages;
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
