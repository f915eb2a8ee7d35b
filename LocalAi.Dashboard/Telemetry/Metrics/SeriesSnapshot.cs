namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A copy of a series: <see cref="Numbers"/> or <see cref="Histograms"/>, oldest first.</summary>
public sealed record SeriesSnapshot(TelemetryTag[] Attributes, NumberPoint[] Numbers, HistogramPoint[] Histograms, Exemplar[] Exemplars)
{
    internal static SeriesSnapshot Of(Series series) => new(
        series.Attributes,
        series is NumberSeries numbers ? numbers.Points : [],
        series is HistogramSeries histograms ? histograms.Points : [],
        series.Exemplars);
}
