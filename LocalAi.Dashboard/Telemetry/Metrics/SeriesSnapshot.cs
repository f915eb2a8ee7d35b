namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A copy of a series: <see cref="Numbers"/> or <see cref="Histograms"/>, oldest first.</summary>
public sealed record SeriesSnapshot(TelemetryTag[] Attributes, bool IsFromStart, NumberPoint[] Numbers, HistogramPoint[] Histograms, Exemplar[] Exemplars)
{
    internal static SeriesSnapshot Of(Series series) => new(
        series.Attributes,
        series.IsFromStart,
        series is NumberSeries numbers ? numbers.Points : [],
        series is HistogramSeries histograms ? histograms.Points : [],
        series.Exemplars);
}
