using System.Globalization;

namespace LocalAi.Dashboard.Models;

/// <summary>A span of time back from now, as people write it: <c>5m</c>, <c>24h</c>, <c>30d</c>.</summary>
public readonly record struct TimeWindow(string Text, long Seconds, long StepSeconds)
{
    public const long LongestSeconds = 30 * 86_400;
    private const int AboutSteps = 60;

    public static IReadOnlyList<TimeWindow> Offered { get; } =
        [.. new[] { "5m", "15m", "1h", "6h", "24h", "7d", "30d" }.Select(text => TryParse(text, out var window) ? window : default)];

    /// <summary>A whole number followed by s, m, h or d: from 10 seconds to 30 days.</summary>
    public static bool TryParse(string? text, out TimeWindow window)
    {
        window = default;
        if (text is not { Length: >= 2 and <= 9 } || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var unit = text[^1] switch { 's' => 1L, 'm' => 60L, 'h' => 3_600L, 'd' => 86_400L, _ => 0L };
        var seconds = number * unit;
        if (seconds is < 10 or > LongestSeconds)
        {
            return false;
        }

        window = new TimeWindow(text, seconds, Step(seconds));
        return true;
    }

    // Steps are made of whole buckets: ten seconds up to an hour, minutes beyond.
    private static long Step(long seconds)
    {
        var bucket = seconds <= ModelActivity.FineKeptSeconds ? ModelActivity.FineStepSeconds : ModelActivity.MinuteSeconds;
        return Math.Max(bucket, (seconds / AboutSteps + bucket - 1) / bucket * bucket);
    }
}
