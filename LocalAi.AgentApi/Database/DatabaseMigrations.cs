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

    // So slow a growth loses no more than a fourth of the time that the database takes: the whole stack waits for this.
    private const double Growth = 1.25;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>One that is only being started has answered by then: somebody has to look after it.</summary>
    private static readonly TimeSpan Suspicious = TimeSpan.FromMinutes(2);

    /// <summary>Whether the schema is up to date.</summary>
    public bool Applied { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        var (wait, quiet) = (ShortestWait, Suspicious);
        while (await TryApplyAsync(stoppingToken) is { } reason)
        {
            var waited = time.GetElapsedTime(started);
            if (wait == ShortestWait)
            {
                LogWaiting(reason);
            }
            else if (waited > quiet)
            {
                LogStillWaiting(waited.TotalMinutes, reason);
                quiet = waited + Suspicious;
            }

            await Task.Delay(wait, time, stoppingToken);
            wait = wait * Growth < LongestWait ? wait * Growth : LongestWait;
        }

        if (wait > ShortestWait)
        {
            LogThere(time.GetElapsedTime(started).TotalSeconds);
        }

        Applied = true;
    }

    /// <summary>Null when the schema is up to date, else why the database cannot be asked.</summary>
    private async Task<string?> TryApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ApplyAsync(cancellationToken);
            return null;
        }
        catch (NpgsqlException exception)
        {
            return exception.Message;
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

    [LoggerMessage(LogLevel.Information, "The database does not answer yet ({Reason}); it is waited for")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(LogLevel.Warning, "The database has not answered for {Minutes:F0} minutes ({Reason}); it is still waited for")]
    private partial void LogStillWaiting(double minutes, string reason);

    [LoggerMessage(LogLevel.Information, "The database answered after {Seconds:F1} s")]
    private partial void LogThere(double seconds);

    [LoggerMessage(LogLevel.Information, "Applied migration {Script}")]
    private partial void LogApplied(string script);
}
