using LocalAi.AgentApi.Database;
using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Access;

/// <summary>Tokens per day, caller and model in Postgres.</summary>
internal sealed class UsageStore(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Adds to what is there.</summary>
    public async Task AddAsync(IReadOnlyList<KeyValuePair<UsageLedger.Account, UsageLedger.Amount>> amounts, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            INSERT INTO token_usage (day, caller, model, requests, input_tokens, output_tokens)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            ON CONFLICT (caller, day, model) DO UPDATE SET
                requests = token_usage.requests + excluded.requests,
                input_tokens = token_usage.input_tokens + excluded.input_tokens,
                output_tokens = token_usage.output_tokens + excluded.output_tokens
            """);
        command.With(amounts.Select(item => DateOnly.FromDateTime(item.Key.Day)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Date)
            .With(amounts.Select(item => item.Key.Caller).ToArray())
            .With(amounts.Select(item => item.Key.Model).ToArray())
            .With(amounts.Select(item => item.Value.Requests).ToArray())
            .With(amounts.Select(item => item.Value.InputTokens).ToArray())
            .With(amounts.Select(item => item.Value.OutputTokens).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What was used in the last <paramref name="days"/> days, today included.</summary>
    public async Task<IReadOnlyList<UsageContracts.Entry>> ListAsync(int days, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT u.day, u.caller, coalesce(k.name, u.caller), u.model, u.requests, u.input_tokens, u.output_tokens
            FROM token_usage u LEFT JOIN api_keys k ON k.id::text = u.caller
            WHERE u.day > $1 ORDER BY u.day DESC, u.input_tokens + u.output_tokens DESC, u.caller, u.model
            """);
        command.With(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-days));
        var entries = new List<UsageContracts.Entry>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var caller = reader.GetString(1);
            var name = caller switch { Caller.LocalId => Caller.Local.Name, Caller.StackId => Caller.Stack.Name, _ => reader.GetString(2) };
            entries.Add(new(
                reader.GetFieldValue<DateOnly>(0), caller, name, reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)));
        }

        return entries;
    }
}
