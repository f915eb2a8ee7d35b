namespace LocalAi.Dashboard.Telemetry.Traces;

/// <summary>Something that happened within a span, such as an exception.</summary>
public sealed record SpanEvent(long Time, string Name, TelemetryTag[] Attributes);
