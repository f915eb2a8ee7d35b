using LocalAi.Dashboard.Receiver.WireFormat;
using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Telemetry.Logs;

/// <summary>Makes compact log entries of the bytes of OTLP's records. Not thread-safe: the ingest worker owns it.</summary>
internal sealed class LogReader(AttributeReader attributes)
{
    private const int ObjectSize = 136;
    private const int AttributesField = 6;

    public LogEntry Read(ReadOnlySpan<byte> record, TelemetryResource resource, TelemetryScope scope, long now, out int bytes)
    {
        attributes.Strings.TakeAddedBytes();
        var (time, observed, severity) = (0UL, 0UL, 0UL);
        var reader = new WireReader(record);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 when reader.IsFixed64:
                    time = reader.Fixed64();
                    break;
                case 2 when reader.IsVarint:
                    severity = reader.Varint();
                    break;
                case 11 when reader.IsFixed64:
                    observed = reader.Fixed64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var entry = new LogEntry
        {
            Time = UnixTime.PlausibleOr(UnixTime.Clamp(time != 0 ? time : observed), now),
            Severity = severity is >= 1 and <= 24 ? (LogSeverity)(((severity - 1) / 4) + 1) : LogSeverity.Unspecified,
            Body = attributes.ReadValue(WireFields.Last(record, 5)).ToString(),
            TraceId = TraceId.Read(WireFields.Last(record, 9)),
            SpanId = SpanId.Read(WireFields.Last(record, 10)),
            Resource = resource,
            Scope = scope,
            EventName = attributes.Strings.Intern(WireFields.Last(record, 12)),
            Attributes = attributes.Read(record, AttributesField),
        };
        bytes = ObjectSize + (entry.Attributes.Length * TelemetryTag.Size) + (int)attributes.Strings.TakeAddedBytes();
        return entry;
    }
}
