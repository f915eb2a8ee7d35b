using System.Globalization;
using System.Text;

namespace LocalAi.Cli.Postgres;

/// <summary>A Postgres server, worked through the programs that belong to its version.</summary>
internal abstract class DatabaseServer
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(500);

    /// <summary>The major version, for example 17.</summary>
    public async Task<int> MajorVersionAsync(CancellationToken cancellationToken) =>
        int.Parse(await QueryAsync("postgres", "SHOW server_version_num", cancellationToken), CultureInfo.InvariantCulture) / 10000;

    /// <summary>Databases with their owners, without the templates and Postgres' own.</summary>
    public async Task<IReadOnlyList<(string Name, string Owner)>> DatabasesAsync(CancellationToken cancellationToken)
    {
        var rows = await QueryAsync("postgres", "SELECT datname || '|' || pg_get_userbyid(datdba) FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1", cancellationToken);
        return [.. rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split('|')).Select(fields => (fields[0], fields[1]))];
    }

    /// <summary>Writes one database in Postgres' custom format: one snapshot, whatever is written meanwhile.</summary>
    public Task DumpAsync(string database, Stream output, CancellationToken cancellationToken) => RunAsync("pg_dump", ["--format=custom", "--compress=0", $"--dbname={database}"], null, output, cancellationToken);

    /// <summary>Writes the roles with the hashes of their passwords, as statements.</summary>
    public Task DumpRolesAsync(Stream output, CancellationToken cancellationToken) => RunAsync("pg_dumpall", ["--roles-only"], null, output, cancellationToken);

    /// <summary>Makes the roles; those that are there get the passwords and rights of the dump.</summary>
    public Task RestoreRolesAsync(Stream statements, CancellationToken cancellationToken) => RunAsync("psql", ["--quiet", "--dbname=postgres"], statements, Stream.Null, cancellationToken);

    /// <summary>Replaces one database by a dump, all of it or nothing.</summary>
    public async Task RestoreAsync(string database, string owner, Stream dump, CancellationToken cancellationToken)
    {
        await ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Identifier(database)} WITH (FORCE)", cancellationToken);
        await ExecuteAsync("postgres", $"CREATE DATABASE {Identifier(database)} OWNER {Identifier(owner)}", cancellationToken);
        await ExecuteAsync("postgres", $"REVOKE ALL ON DATABASE {Identifier(database)} FROM PUBLIC", cancellationToken);
        await RunAsync("pg_restore", ["--exit-on-error", "--single-transaction", $"--dbname={database}"], dump, Stream.Null, cancellationToken);
    }

    /// <summary>One value or one column, a line a row.</summary>
    public async Task<string> QueryAsync(string database, string statement, CancellationToken cancellationToken)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(statement + ";\n"));
        using var output = new MemoryStream();
        await RunAsync("psql", ["--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1", $"--dbname={database}"], input, output, cancellationToken);
        return Encoding.UTF8.GetString(output.ToArray()).Trim();
    }

    /// <summary>Runs a statement that returns nothing.</summary>
    public Task ExecuteAsync(string database, string statement, CancellationToken cancellationToken) => QueryAsync(database, statement, cancellationToken);

    /// <summary>Waits until the server, which has been started, takes connections.</summary>
    /// <exception cref="CommandFailedException">It does not within three minutes; the message has what it said last.</exception>
    public async Task WaitUntilReadyAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync("postgres", "SELECT 1", cancellationToken);
                return;
            }
            catch (CommandFailedException) when (time.GetElapsedTime(start) < StartLimit)
            {
                await Task.Delay(BetweenAttempts, time, cancellationToken);
            }
        }
    }

    protected static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    protected static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Runs one of Postgres' programs as the administrator.</summary>
    protected abstract Task RunAsync(string program, IReadOnlyList<string> arguments, Stream? input, Stream output, CancellationToken cancellationToken);
}
