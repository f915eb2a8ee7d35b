using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Telemetry.Logs;

/// <summary>Turns OTLP's log messages into compact ones. Not thread-safe: the ingest worker owns it.</summary>
internal sealed class LogReader(AttributeReader attributes)
{
    private const int ObjectSize = 136;

    public LogEntry Read(LogRecord record, TelemetryResource resource, TelemetryScope scope, long now, out int bytes)
    {
        attributes.Strings.TakeAddedBytes();
        var time = record.TimeUnixNano != 0 ? record.TimeUnixNano : record.ObservedTimeUnixNano;
        var entry = new LogEntry
        {
            Time = UnixTime.PlausibleOr(UnixTime.Clamp(time), now),
            Severity = record.SeverityNumber is >= 1 and <= 24 ? (LogSeverity)(((record.SeverityNumber - 1) / 4) + 1) : LogSeverity.Unspecified,
            Body = attributes.Read(record.Body).ToString(),
            TraceId = TraceId.Read(record.TraceId),
            SpanId = SpanId.Read(record.SpanId),
            Resource = resource,
            Scope = scope,
            EventName = attributes.Strings.Intern(record.EventName),
            Attributes = attributes.Read(record.Attributes),
        };
        bytes = ObjectSize + (entry.Attributes.Length * TelemetryTag.Size) + (int)attributes.Strings.TakeAddedBytes();
        return entry;
    }
}
