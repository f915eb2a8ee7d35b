using Npgsql;

namespace LocalAi.AgentApi.Database;

/// <summary>What a command answers, row by row.</summary>
internal static class CommandRows
{
    /// <summary>Every row of the answer, in its order.</summary>
    /// <param name="command">A query.</param>
    /// <param name="read">Makes one item of the row that the reader stands on.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public static async Task<List<T>> ToListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(read(reader));
        }

        return items;
    }
}
