namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A histogram's totals since its start: <see cref="Counts"/> has one entry more than the instrument has bounds.</summary>
public readonly record struct HistogramPoint(long Time, ulong Count, double Sum, BucketCounts Counts);
