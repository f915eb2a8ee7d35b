namespace LocalAi.Dashboard.Telemetry;

/// <summary>The library that made the telemetry: an activity source, a meter, a log category.</summary>
public sealed record TelemetryScope(string Name, string Version)
{
    public static TelemetryScope None { get; } = new(string.Empty, string.Empty);
}
