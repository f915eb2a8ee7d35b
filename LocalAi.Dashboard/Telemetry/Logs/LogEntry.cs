using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Telemetry.Logs;

/// <summary>A log record as received. <see cref="Number"/> counts records since the start; <see cref="Time"/> in nanoseconds since 1970.</summary>
public sealed class LogEntry
{
    public long Number { get; set; }

    public required long Time { get; init; }

    public required LogSeverity Severity { get; init; }

    public required string Body { get; init; }

    public required TraceId TraceId { get; init; }

    public required ulong SpanId { get; init; }

    public required TelemetryResource Resource { get; init; }

    /// <summary>The logger: its name is the category.</summary>
    public required TelemetryScope Scope { get; init; }

    public required string EventName { get; init; }

    public required TelemetryTag[] Attributes { get; init; }

    public string? Attribute(string key)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Key == key)
            {
                return attribute.Value.ToString();
            }
        }

        return null;
    }
}
