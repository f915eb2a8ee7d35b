using LocalAi.Dashboard.Receiver.Wire;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>Which points can be stored; the receiver counts the others for its answer, the store leaves them out.</summary>
internal static class MetricValidity
{
    private const int MaxBounds = 1_000;
    private const int MaxExponentialBuckets = 10_000;

    /// <summary>Why none of the metric's points can be stored, where that is so.</summary>
    public static string? Check(in WireMetric metric) => metric.Data switch
    {
        _ when metric.Name.IsEmpty => "metric.name is empty",
        Metric.DataOneofCase.Summary => "summary metrics are not stored: send a histogram",
        Metric.DataOneofCase.Sum when metric.Temporality == AggregationTemporality.Unspecified => "sum.aggregation_temporality must be delta or cumulative",
        Metric.DataOneofCase.Histogram when metric.Temporality == AggregationTemporality.Unspecified => "histogram.aggregation_temporality must be delta or cumulative",
        Metric.DataOneofCase.ExponentialHistogram when metric.Temporality == AggregationTemporality.Unspecified =>
            "exponential_histogram.aggregation_temporality must be delta or cumulative",
        _ => null,
    };

    /// <summary>Why a point cannot be stored, where that is so.</summary>
    public static string? Check(in WireHistogram point) =>
        point.BoundsLength > MaxBounds ? "histogram.explicit_bounds has more than 1,000 bounds"
        : point.CountsLength != 0 && point.CountsLength != point.BoundsLength + 1 ? "histogram.bucket_counts must have one entry more than explicit_bounds"
        : null;

    /// <summary>Why a point cannot be stored, where that is so.</summary>
    public static string? Check(ExponentialHistogramDataPoint point) =>
        point.Scale is < -20 or > 40 ? "exponential_histogram.scale must be between -20 and 40"
        : Math.Max(point.Positive?.BucketCounts.Count ?? 0, point.Negative?.BucketCounts.Count ?? 0) > MaxExponentialBuckets
            ? "exponential_histogram has more than 10,000 buckets"
            : null;

    /// <summary>How many of the metric's points cannot be stored; <paramref name="problem"/> gets the reason of the first of all.</summary>
    public static int CountInvalid(in WireMetric metric, ref string? problem)
    {
        if (Check(metric) is { } reason)
        {
            problem ??= reason;
            return metric.Count;
        }

        var invalid = 0;
        if (metric.Data is Metric.DataOneofCase.Histogram or Metric.DataOneofCase.ExponentialHistogram)
        {
            foreach (var point in metric.Points)
            {
                var pointProblem = metric.Data == Metric.DataOneofCase.Histogram ? Check(WireHistogram.Read(point)) : Check(ExponentialHistogramDataPoint.Parser.ParseFrom(point));
                problem ??= pointProblem;
                invalid += pointProblem is null ? 0 : 1;
            }
        }

        return invalid;
    }
}
