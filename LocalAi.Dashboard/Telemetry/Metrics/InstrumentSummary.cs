namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>What a list shows of an instrument.</summary>
public sealed record InstrumentSummary(
    TelemetryResource Resource,
    TelemetryScope Scope,
    string Name,
    string Unit,
    string Description,
    InstrumentKind Kind,
    bool IsMonotonic,
    int SeriesCount)
{
    internal static InstrumentSummary Of(Instrument instrument) => new(
        instrument.Resource,
        instrument.Scope,
        instrument.Name,
        instrument.Unit,
        instrument.Description,
        instrument.Kind,
        instrument.IsMonotonic,
        instrument.SeriesCount);
}
