namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>Counts of a histogram with explicit bounds: bucket <c>i</c> holds values in (bounds[i-1], bounds[i]].</summary>
internal sealed class ExplicitBuckets(double[] bounds, uint[] counts) : BucketCounts
{
    public double[] Bounds { get; } = bounds;

    public uint[] Counts { get; } = counts;

    // The bounds are shared by every point of the series.
    public override int Bytes => 56 + (4 * Counts.Length);

    public override BucketCounts Add(BucketCounts other) =>
        other is ExplicitBuckets addend && addend.Bounds.AsSpan().SequenceEqual(Bounds)
            ? new ExplicitBuckets(Bounds, Combine(Counts, addend.Counts, (left, right) => left + right))
            : other;

    public override BucketCounts Since(BucketCounts earlier)
    {
        if (earlier is not ExplicitBuckets start || !start.Bounds.AsSpan().SequenceEqual(Bounds))
        {
            return this;
        }

        for (var index = 0; index < Counts.Length; index++)
        {
            if (Counts[index] < start.Counts[index])
            {
                return this;
            }
        }

        return new ExplicitBuckets(Bounds, Combine(Counts, start.Counts, (now, then) => now - then));
    }

    public override double Quantile(double q)
    {
        var total = 0L;
        foreach (var count in Counts)
        {
            total += count;
        }

        if (total == 0 || Bounds.Length == 0)
        {
            return double.NaN;
        }

        var rank = q * total;
        double below = 0;
        for (var index = 0; index < Counts.Length; index++)
        {
            if (Counts[index] > 0 && below + Counts[index] >= rank)
            {
                // The first bucket starts at 0 (durations, sizes), the last has no end: its bound is the best that is known.
                var low = index == 0 ? Math.Min(0, Bounds[0]) : Bounds[index - 1];
                var high = index < Bounds.Length ? Bounds[index] : low;
                return low + ((high - low) * Math.Clamp((rank - below) / Counts[index], 0, 1));
            }

            below += Counts[index];
        }

        return Bounds[^1];
    }

    private static uint[] Combine(uint[] left, uint[] right, Func<uint, uint, uint> combine)
    {
        var result = new uint[left.Length];
        for (var index = 0; index < result.Length; index++)
        {
            result[index] = combine(left[index], right[index]);
        }

        return result;
    }
}
