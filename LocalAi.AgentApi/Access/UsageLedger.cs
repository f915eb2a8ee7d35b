using LocalAi.AgentApi.Database;
using Npgsql;

namespace LocalAi.AgentApi.Access;

/// <summary>
/// Collects what callers use and stores it every second, so that no request waits for it; while the database is away it is kept. What was not
/// stored when the process is killed is lost: a second's worth.
/// </summary>
internal sealed partial class UsageLedger(UsageStore store, DatabaseMigrations migrations, TimeProvider time, ILogger<UsageLedger> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _storing = new(1, 1);
    private Dictionary<Account, Amount> _amounts = [];

    /// <summary>Counts one request to a model.</summary>
    public void Record(Caller caller, string model, long inputTokens, long outputTokens)
    {
        var account = new Account(time.GetUtcNow().UtcDateTime.Date, caller.Id, model);
        lock (_gate)
        {
            _amounts[account] = _amounts.GetValueOrDefault(account) + new Amount(1, inputTokens, outputTokens, caller.Key);
        }
    }

    /// <summary>Stores what there is.</summary>
    /// <exception cref="NpgsqlException">The database does not answer; nothing is lost.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        using var alone = await PauseAsync(cancellationToken);
        Dictionary<Account, Amount> amounts;
        lock (_gate)
        {
            if (_amounts.Count == 0 || !migrations.Applied)
            {
                return;
            }

            (amounts, _amounts) = (_amounts, []);
        }

        try
        {
            await store.AddAsync([.. amounts], cancellationToken);
        }
        catch
        {
            lock (_gate)
            {
                foreach (var (account, amount) in amounts)
                {
                    _amounts[account] = _amounts.GetValueOrDefault(account) + amount;
                }
            }

            throw;
        }

        foreach (var (account, amount) in amounts)
        {
            amount.Key?.Stored(account.Day, amount.InputTokens + amount.OutputTokens);
        }
    }

    /// <summary>Keeps anything from being stored until it is disposed of.</summary>
    public async Task<IDisposable> PauseAsync(CancellationToken cancellationToken)
    {
        await _storing.WaitAsync(cancellationToken);
        return new Pause(_storing);
    }

    public override void Dispose()
    {
        base.Dispose();
        _storing.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryFlushAsync(stoppingToken);
            }
        }
        finally
        {
            // The requests have ended by now: the server stops first.
            await TryFlushAsync(CancellationToken.None);
        }
    }

    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            LogNotStored(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Usage could not be stored ({Reason}); it is kept and stored later")]
    private partial void LogNotStored(string reason);

    /// <summary>What usage is counted under; <paramref name="Day"/> in UTC.</summary>
    internal readonly record struct Account(DateTime Day, string Caller, string Model);

    internal readonly record struct Amount(long Requests, long InputTokens, long OutputTokens, KeyState? Key)
    {
        public static Amount operator +(Amount left, Amount right) => new(
            left.Requests + right.Requests, left.InputTokens + right.InputTokens, left.OutputTokens + right.OutputTokens, right.Key ?? left.Key);
    }

    private sealed class Pause(SemaphoreSlim storing) : IDisposable
    {
        public void Dispose() => storing.Release();
    }
}
