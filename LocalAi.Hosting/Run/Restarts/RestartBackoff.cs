namespace LocalAi.Hosting.Run.Restarts;

/// <summary>How long to wait before a crashed resource is started again: 1 s, doubling to 30 s; 1 s again after 60 s of health.</summary>
internal sealed class RestartBackoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HealthyEnough = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private TimeSpan _next = First;
    private long? _healthySince;

    /// <summary>The resource answers its health checks (or runs, when it has none). Repeating it changes nothing.</summary>
    public void Healthy()
    {
        lock (_gate)
        {
            _healthySince ??= time.GetTimestamp();
        }
    }

    /// <summary>The resource runs but fails its health checks.</summary>
    public void Unhealthy()
    {
        lock (_gate)
        {
            ForgetFailuresWhenHealthyLongEnough();
        }
    }

    /// <summary>The resource ended by itself: returns the time to wait before it is started again.</summary>
    public TimeSpan Crashed()
    {
        lock (_gate)
        {
            ForgetFailuresWhenHealthyLongEnough();
            var delay = _next;
            _next = _next * 2 < Longest ? _next * 2 : Longest;
            return delay;
        }
    }

    private void ForgetFailuresWhenHealthyLongEnough()
    {
        if (_healthySince is { } since && time.GetElapsedTime(since) >= HealthyEnough)
        {
            _next = First;
        }

        _healthySince = null;
    }
}
