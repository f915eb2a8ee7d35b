using Npgsql;

namespace LocalAi.AppHost.Postgres;

/// <summary>Makes the databases of the services and their roles; nothing happens to those that are there but that passwords are set.</summary>
internal static class ConsumerDatabases
{
    /// <param name="administrator">Connection string of a role that may make roles and databases, without a database.</param>
    /// <param name="databases">What to make.</param>
    /// <param name="cancellationToken">Stops half-way; the next start goes on.</param>
    public static async Task EnsureAsync(string administrator, IEnumerable<ConsumerDatabaseResource> databases, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(administrator, "postgres", cancellationToken);
        foreach (var database in databases)
        {
            var password = await database.Password.GetValueAsync(cancellationToken);
            var (name, role) = (database.DatabaseName, database.UserName);
            if (!await ExistsAsync(connection, "SELECT 1 FROM pg_roles WHERE rolname = $1", role, cancellationToken))
            {
                await RunAsync(connection, $"CREATE ROLE {Identifier(role)} LOGIN", cancellationToken);
            }

            // Always: a changed secret is in force after the next start.
            await SetPasswordAsync(connection, role, password!, cancellationToken);
            if (!await ExistsAsync(connection, "SELECT 1 FROM pg_database WHERE datname = $1", name, cancellationToken))
            {
                await RunAsync(connection, $"CREATE DATABASE {Identifier(name)} OWNER {Identifier(role)}", cancellationToken);
                await RunAsync(connection, $"REVOKE ALL ON DATABASE {Identifier(name)} FROM PUBLIC", cancellationToken);
            }

            await AddVectorsAsync(administrator, name, cancellationToken);
        }
    }

    public static async Task<NpgsqlConnection> OpenAsync(string administrator, string database, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection($"{administrator};Database={database};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public static Task SetPasswordAsync(NpgsqlConnection connection, string role, string password, CancellationToken cancellationToken) =>
        RunAsync(connection, $"ALTER ROLE {Identifier(role)} PASSWORD {Literal(password)}", cancellationToken);

    /// <summary>Only a superuser may add pgvector to a database; where the server has none the services do without.</summary>
    private static async Task AddVectorsAsync(string administrator, string database, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(administrator, database, cancellationToken);
        if (await ExistsAsync(connection, "SELECT 1 FROM pg_available_extensions WHERE name = $1", "vector", cancellationToken))
        {
            await RunAsync(connection, "CREATE EXTENSION IF NOT EXISTS vector", cancellationToken);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string query, string value, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = value } } };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    // Definitions take no parameters, so names and passwords are quoted into the text.
    private static async Task RunAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Every value in the text went through Identifier or Literal.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
