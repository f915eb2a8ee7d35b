using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Postgresql;
using Npgsql;

namespace LocalAi.AgentApi.Database;

/// <summary>
/// Brings the schema up to date when the agent starts: the embedded <c>Database/Migrations/*.sql</c> in order of name, each once, in its own
/// transaction. An advisory lock lets only one of several agents do it. A database that is not there is waited for, without limit.
/// </summary>
internal sealed partial class DatabaseMigrations(NpgsqlDataSource source, TimeProvider time, ILogger<DatabaseMigrations> logger) : BackgroundService
{
    /// <summary>Any number that nothing else in the database locks.</summary>
    private const long LockKey = 0x4C6F63616C4169;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>Whether the schema is up to date.</summary>
    public bool Applied { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = TimeSpan.FromMilliseconds(250);
        while (true)
        {
            try
            {
                await ApplyAsync(stoppingToken);
                Applied = true;
                return;
            }
            catch (NpgsqlException exception)
            {
                LogWaiting(exception.Message, wait.TotalSeconds);
            }

            await Task.Delay(wait, time, stoppingToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } }, CommandTimeout = 0 })
        {
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        var result = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(source))
            .JournalToPostgresqlTable("public", "schema_versions")
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.EndsWith(".sql", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        await using (var release = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = LockKey } } })
        {
            await release.ExecuteNonQueryAsync(cancellationToken);
        }

        Report(result);
    }

    private void Report(DatabaseUpgradeResult result)
    {
        if (!result.Successful)
        {
            throw result.Error is NpgsqlException exception
                ? exception
                : new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed.", result.Error);
        }

        foreach (var script in result.Scripts)
        {
            LogApplied(script.Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database is not ready ({Reason}); trying again in {Seconds} s")]
    private partial void LogWaiting(string reason, double seconds);

    [LoggerMessage(LogLevel.Information, "Applied migration {Script}")]
    private partial void LogApplied(string script);
}
