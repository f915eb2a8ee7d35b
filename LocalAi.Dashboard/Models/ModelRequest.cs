using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Models;

/// <summary>One call of a model, as its span tells it. Times in seconds, 0 where unknown; <see cref="End"/> in nanoseconds since 1970.</summary>
public sealed record ModelRequest(
    ModelKey Model,
    TraceId TraceId,
    ulong SpanId,
    long End,
    double Seconds,
    long InputTokens,
    long OutputTokens,
    ModelPhases Phases,
    double TimeToFirstToken,
    double TimePerOutputToken,
    string? Error,
    bool IsServerTimed)
{
    public bool IsError => Error is not null;
}
