using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>One measurement of a series with the span that made it.</summary>
public sealed record Exemplar(long Time, double Value, TraceId TraceId, ulong SpanId);
