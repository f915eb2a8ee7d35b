namespace LocalAi.Dashboard.Telemetry;

/// <summary>OTLP's clock: nanoseconds since 1970-01-01 UTC.</summary>
internal static class UnixTime
{
    public const long NanosPerSecond = 1_000_000_000;
    public const long NanosPerMinute = 60 * NanosPerSecond;
    private const long NanosPerDay = 86_400 * NanosPerSecond;

    // Telemetry older than this was never sent by OTLP: a clock that was never set starts in 1970.
    private static readonly long Earliest = FromDateTime(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static long FromDateTime(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;

    public static long Now(this TimeProvider time) => FromDateTime(time.GetUtcNow());

    /// <summary>OTLP's unsigned time as a signed one; what does not fit (after the year 2262) becomes the last moment that does.</summary>
    public static long Clamp(ulong nanos) => nanos > long.MaxValue ? long.MaxValue : (long)nanos;

    /// <summary>UTC; every nanosecond count is a valid time.</summary>
    public static DateTimeOffset ToDateTime(long nanos) => DateTimeOffset.UnixEpoch.AddTicks(nanos / 100);

    public static double Seconds(long nanos) => nanos / (double)NanosPerSecond;

    public static long FromSeconds(double seconds) => (long)(seconds * NanosPerSecond);

    /// <summary>Whether a sender's clock can have meant this: after 1999 and at most a day ahead of ours.</summary>
    public static bool IsPlausible(long nanos, long now) => nanos >= Earliest && nanos <= now + NanosPerDay;

    /// <summary>The time itself, or our own clock where the sender's cannot be meant.</summary>
    public static long PlausibleOr(long nanos, long now) => IsPlausible(nanos, now) ? nanos : now;
}
