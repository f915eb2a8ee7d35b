using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Access;

/// <summary>
/// What this process knows of a key in use: how many requests it made lately and how many tokens it used today, those of answers under way
/// included. Several requests share one.
/// </summary>
internal sealed class KeyState(ApiKey key, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTime _day;
    private long _stored;
    private long _unstored;
    private long _running;
    private long _loadedAt;
    private DateTimeOffset _nextRequest = DateTimeOffset.MinValue;

    public ApiKey Key { get; private set; } = key;

    /// <summary>Whether what the database said is younger than <paramref name="age"/>.</summary>
    public bool IsFresh(TimeSpan age) => time.GetElapsedTime(Volatile.Read(ref _loadedAt)) < age;

    /// <summary>Takes over what the database says now.</summary>
    public void Refresh(ApiKey key, long usedToday)
    {
        lock (_gate)
        {
            Key = key;
            StartDay();
            _stored = usedToday;
            Volatile.Write(ref _loadedAt, time.GetTimestamp());
        }
    }

    /// <summary>Takes over a change before the database is asked again.</summary>
    public void Replace(ApiKey changed)
    {
        lock (_gate)
        {
            Key = changed;
        }
    }

    /// <summary>Why a new request is refused, or null. Counts the request if it is not.</summary>
    public Failure? Admit()
    {
        lock (_gate)
        {
            if (Ended() is { } failure)
            {
                return failure;
            }

            if (Key.RequestsPerMinute is not { } limit)
            {
                return null;
            }

            // A minute's requests may come at once; from then on one is let in every 1/limit minutes.
            var now = time.GetUtcNow();
            var next = _nextRequest > now ? _nextRequest : now;
            var interval = TimeSpan.FromMinutes(1) / limit;
            var ahead = next - now - (TimeSpan.FromMinutes(1) - interval);
            if (ahead > TimeSpan.Zero)
            {
                return AccessFailures.TooManyRequests(Key, ahead);
            }

            _nextRequest = next + interval;
            return null;
        }
    }

    /// <summary>Why an answer under way has to end, or null.</summary>
    public Failure? Check()
    {
        lock (_gate)
        {
            return Ended();
        }
    }

    /// <summary>Counts tokens of an answer under way.</summary>
    public void Run(long tokens)
    {
        lock (_gate)
        {
            _running += tokens;
        }
    }

    /// <summary>An answer has ended: what was counted while it ran becomes what it really used.</summary>
    public void Settle(long counted, long used)
    {
        lock (_gate)
        {
            StartDay();
            _running -= counted;
            _unstored += used;
        }
    }

    /// <summary>Tokens of <paramref name="day"/> that were settled are in the database now.</summary>
    public void Stored(DateTime day, long tokens)
    {
        lock (_gate)
        {
            StartDay();
            if (day == _day)
            {
                _unstored -= tokens;
                _stored += tokens;
            }
        }
    }

    private Failure? Ended()
    {
        if (Key.RevokedAt is not null)
        {
            return AccessFailures.KeyUnknown;
        }

        StartDay();
        return Key.TokensPerDay is { } quota && _stored + _unstored + _running >= quota
            ? AccessFailures.QuotaReached(Key, _day.AddDays(1) - time.GetUtcNow().UtcDateTime)
            : null;
    }

    private void StartDay()
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        if (today != _day)
        {
            (_day, _stored, _unstored) = (today, 0, 0);
        }
    }
}
