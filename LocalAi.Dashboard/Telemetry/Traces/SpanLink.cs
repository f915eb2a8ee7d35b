namespace LocalAi.Dashboard.Telemetry.Traces;

/// <summary>A span of this or another trace that caused this one.</summary>
public sealed record SpanLink(TraceId TraceId, ulong SpanId, TelemetryTag[] Attributes);
