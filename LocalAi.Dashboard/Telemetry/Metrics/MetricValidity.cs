using LocalAi.Dashboard.Receiver.Wire;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>Which points can be stored; the receiver counts the others for its answer, the store leaves them out.</summary>
internal static class MetricValidity
{
    private const int MaxBounds = 1_000;
    private const int MaxExponentialBuckets = 10_000;

    /// <summary>How many points the metric has, and why none of them can be stored where that is so.</summary>
    public static (int Points, string? Problem) Check(Metric metric) => metric.DataCase switch
    {
        _ when metric.Name.Length == 0 => (Count(metric), "metric.name is empty"),
        Metric.DataOneofCase.Summary => (metric.Summary.DataPoints.Count, "summary metrics are not stored: send a histogram"),
        Metric.DataOneofCase.Sum when metric.Sum.AggregationTemporality == AggregationTemporality.Unspecified =>
            (Count(metric), "sum.aggregation_temporality must be delta or cumulative"),
        Metric.DataOneofCase.Histogram when metric.Histogram.AggregationTemporality == AggregationTemporality.Unspecified =>
            (Count(metric), "histogram.aggregation_temporality must be delta or cumulative"),
        Metric.DataOneofCase.ExponentialHistogram when metric.ExponentialHistogram.AggregationTemporality == AggregationTemporality.Unspecified =>
            (Count(metric), "exponential_histogram.aggregation_temporality must be delta or cumulative"),
        _ => (Count(metric), null),
    };

    public static string? Check(HistogramDataPoint point) =>
        point.ExplicitBounds.Count > MaxBounds ? "histogram.explicit_bounds has more than 1,000 bounds"
        : point.BucketCounts.Count != 0 && point.BucketCounts.Count != point.ExplicitBounds.Count + 1
            ? "histogram.bucket_counts must have one entry more than explicit_bounds"
            : null;

    public static string? Check(ExponentialHistogramDataPoint point) =>
        point.Scale is < -20 or > 40 ? "exponential_histogram.scale must be between -20 and 40"
        : Math.Max(point.Positive?.BucketCounts.Count ?? 0, point.Negative?.BucketCounts.Count ?? 0) > MaxExponentialBuckets
            ? "exponential_histogram has more than 10,000 buckets"
            : null;

    private static int Count(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Count,
        Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Count,
        Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Count,
        Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Count,
        Metric.DataOneofCase.Summary => metric.Summary.DataPoints.Count,
        _ => 0,
    };
}
