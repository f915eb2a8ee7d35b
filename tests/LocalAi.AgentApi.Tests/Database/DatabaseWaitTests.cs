using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LocalAi.AgentApi.Tests.Database;

/// <summary>What an agent says while its database is not there.</summary>
public sealed class DatabaseWaitTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wait_IsTwoLines_WhenTheDatabaseComesSoon()
    {
        var (log, _) = await WaitAsync(minutesByAttempt: 0);

        Assert.Equal([LogLevel.Information, LogLevel.Information], log.Select(line => line.Level));
        Assert.Matches("^The database does not answer yet \\(3D000: .*\\); it is waited for$", log[0].Text);
        Assert.Equal("The database answered after 0.0 s", log[1].Text);
    }

    [Fact]
    public async Task Wait_IsAWarningNowAndThen_WhenTheDatabaseStaysAway()
    {
        var (log, attempts) = await WaitAsync(minutesByAttempt: 1);

        var warnings = log.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text).ToList();
        Assert.Equal(attempts / 3, warnings.Count);
        Assert.Matches("^The database has not answered for 3 minutes \\(3D000: .*\\); it is still waited for$", warnings[0]);
    }

    /// <summary>The lines of a wait, but for those about migrations, and how often the database was asked in vain.</summary>
    private async Task<(List<(LogLevel Level, string Text)> Log, int Attempts)> WaitAsync(int minutesByAttempt)
    {
        var name = $"late_{Guid.NewGuid():N}";
        var (log, time) = (new Recorder(), new Clock(minutesByAttempt));
        await using var source = NpgsqlDataSource.Create(postgres.Server.ConnectionString(name));
        using var migrations = new DatabaseMigrations(source, time, log);
        await migrations.StartAsync(Cancellation);
        await time.SeveralWaits.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.False(migrations.Applied);

        await postgres.Server.CreateDatabaseAsync(name, Cancellation);
        await migrations.ExecuteTask!.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.True(migrations.Applied);
        return ([.. log.Lines.Where(line => !line.Text.StartsWith("Applied migration", StringComparison.Ordinal))], time.Waits);
    }

    /// <summary>Waits hardly at all, and is as much later each time it is asked as is told.</summary>
    private sealed class Clock(int minutesByQuestion) : TimeProvider
    {
        private readonly TaskCompletionSource _several = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _minutes;

        public int Waits { get; private set; }

        public Task SeveralWaits => _several.Task;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 60 * minutesByQuestion * _minutes++;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (++Waits == 6)
            {
                _several.SetResult();
            }

            return base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
        }
    }

    private sealed class Recorder : ILogger<DatabaseMigrations>
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception)));
    }
}
