using LocalAi.AgentApi.Database;
using Npgsql;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>How fast models really were, from the answers that were stored.</summary>
internal sealed class MeasuredSpeeds(NpgsqlDataSource source)
{
    private const int MinimumTokens = 8;

    /// <summary>The median speed of each model's last 20 answers; empty while the database does not answer, which must not hide the models.</summary>
    public async Task<IReadOnlyDictionary<string, ModelContracts.Measured>> GetAsync(CancellationToken cancellationToken)
    {
        var speeds = new Dictionary<string, ModelContracts.Measured>(StringComparer.Ordinal);
        try
        {
            await using var command = source.CreateCommand("""
                SELECT model, percentile_cont(0.5) WITHIN GROUP (ORDER BY rate), count(*)::int
                FROM (
                    SELECT model, (usage->'timings'->>'decodeTokensPerSecond')::float8 AS rate, row_number() OVER (PARTITION BY model ORDER BY created_at DESC) AS age
                    FROM messages
                    WHERE role = 'assistant' AND model IS NOT NULL AND usage->'timings'->>'source' = 'server' AND (usage->>'outputTokens')::bigint >= $1
                ) AS recent
                WHERE age <= 20 AND rate > 0
                GROUP BY model
                """).With((long)MinimumTokens);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                speeds[reader.GetString(0)] = new(Math.Round(reader.GetDouble(1), 1), reader.GetInt32(2));
            }
        }
        catch (NpgsqlException)
        {
            // The health check and every page that needs the database say so.
        }

        return speeds;
    }
}
