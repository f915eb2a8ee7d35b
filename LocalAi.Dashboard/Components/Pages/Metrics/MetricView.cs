using LocalAi.Dashboard.Components.Charts;
using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Metrics;

namespace LocalAi.Dashboard.Components.Pages.Metrics;

/// <summary>An instrument's points as lines over equal steps of time.</summary>
internal static class MetricView
{
    public const int MaxLines = 10;
    private const int Hues = 10;

    // A gauge that is not reported for longer is not known any more.
    private const long LongestHold = 90 * UnixTime.NanosPerSecond;
    private static readonly (string Name, double Q, string Color)[] Quantiles =
        [("p50", 0.5, "var(--d-hue-0)"), ("p90", 0.9, "var(--d-hue-2)"), ("p99", 0.99, "var(--d-hue-4)")];

    /// <summary>Gauges as they are, growing sums as a rate a second; the largest lines by their last value. Times in seconds.</summary>
    public static IReadOnlyList<ChartSeries> Numbers(IEnumerable<SeriesSnapshot> series, bool isRate, long from, long step, int count, Func<SeriesSnapshot, string> name)
    {
        var lines = series
            .Select(item => (Name: name(item), Values: isRate ? Rate(item, from, step, count) : Values(item, from, step, count)))
            .Where(line => line.Values.Any(double.IsFinite))
            .OrderByDescending(line => line.Values.Where(double.IsFinite).DefaultIfEmpty(0).Last())
            .Take(MaxLines)
            .OrderBy(line => line.Name, StringComparer.Ordinal)
            .ToArray();
        return [.. lines.Select((line, index) => new ChartSeries(line.Name, $"var(--d-hue-{index % Hues})", line.Values))];
    }

    /// <summary>Percentiles of what was measured in each step, over all series together, and how many measurements a second there were.</summary>
    public static (IReadOnlyList<ChartSeries> Percentiles, ChartSeries Rate) Histogram(IEnumerable<SeriesSnapshot> series, long from, long step, int count)
    {
        var buckets = new BucketCounts?[count];
        var rates = new double[count];
        foreach (var item in series)
        {
            for (var index = item.IsFromStart ? 0 : 1; index < item.Histograms.Length; index++)
            {
                var point = item.Histograms[index];
                if (StepOf(point.Time, from, step, count) is not { } at)
                {
                    continue;
                }

                var before = index == 0 ? default : item.Histograms[index - 1];
                var added = before.Counts is null ? point.Counts : point.Counts.Since(before.Counts);
                buckets[at] = buckets[at]?.Add(added) ?? added;
                rates[at] += (point.Count >= before.Count ? point.Count - before.Count : point.Count) / (double)step;
            }
        }

        var percentiles = Quantiles
            .Select(quantile => new ChartSeries(quantile.Name, quantile.Color, [.. buckets.Select(bucket => bucket?.Quantile(quantile.Q) ?? double.NaN)]))
            .ToArray();
        return (percentiles, new ChartSeries("measurements per second", "var(--d-hue-5)", rates));
    }

    private static double[] Values(SeriesSnapshot series, long from, long step, int count)
    {
        var values = new double[count];
        var next = 0;
        for (var index = 0; index < count; index++)
        {
            var end = (from + ((index + 1) * step)) * UnixTime.NanosPerSecond;
            while (next < series.Numbers.Length && series.Numbers[next].Time < end)
            {
                next++;
            }

            // Equal values between two points are not stored: up to the next point the last one holds.
            var holds = next > 0 && (next < series.Numbers.Length || end - series.Numbers[next - 1].Time <= Math.Max(LongestHold, step * UnixTime.NanosPerSecond));
            values[index] = holds ? series.Numbers[next - 1].Value : double.NaN;
        }

        return values;
    }

    private static double[] Rate(SeriesSnapshot series, long from, long step, int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        for (var index = series.IsFromStart ? 0 : 1; index < series.Numbers.Length; index++)
        {
            if (StepOf(series.Numbers[index].Time, from, step, count) is { } at)
            {
                // A sum that fell was started anew: what it has now is the increase.
                var before = index == 0 ? 0 : series.Numbers[index - 1].Value;
                var value = series.Numbers[index].Value;
                values[at] = (double.IsFinite(values[at]) ? values[at] : 0) + ((value >= before ? value - before : value) / step);
            }
        }

        // Between the first and the last report, no report means no increase.
        var first = Array.FindIndex(values, double.IsFinite);
        var last = Array.FindLastIndex(values, double.IsFinite);
        for (var index = Math.Max(0, first); index < last; index++)
        {
            values[index] = double.IsFinite(values[index]) ? values[index] : 0;
        }

        return values;
    }

    private static int? StepOf(long time, long from, long step, int count)
    {
        var index = ((time / UnixTime.NanosPerSecond) - from) / step;
        return time >= from * UnixTime.NanosPerSecond && index < count ? (int)index : null;
    }
}
