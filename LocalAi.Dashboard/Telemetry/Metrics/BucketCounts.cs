namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>How many measurements fell into which bucket; points that add and subtract, whatever the kind of histogram.</summary>
public abstract class BucketCounts
{
    /// <summary>Estimated bytes.</summary>
    public abstract int Bytes { get; }

    /// <summary>Sum of both; buckets that do not fit together yield <paramref name="other"/>.</summary>
    public abstract BucketCounts Add(BucketCounts other);

    /// <summary>What was added since <paramref name="earlier"/>; a count that fell (the sender restarted) counts from zero.</summary>
    public abstract BucketCounts Since(BucketCounts earlier);

    /// <summary>The value below which the share <paramref name="q"/> (0 to 1) of measurements lies, interpolated within its bucket; NaN of none.</summary>
    public abstract double Quantile(double q);
}
