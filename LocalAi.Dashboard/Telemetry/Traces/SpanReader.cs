using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Telemetry.Traces;

/// <summary>Makes compact spans of the bytes of OTLP's. Not thread-safe: the ingest worker owns it.</summary>
internal sealed class SpanReader(AttributeReader attributes, TelemetryLimitsOptions limits)
{
    private const int ObjectSize = 168;
    private const int TraceIdField = 1;
    private const int SpanIdField = 2;
    private const int AttributesField = 9;
    private const int EventsField = 11;
    private const int LinksField = 13;

    /// <summary>Whether a span can be stored at all: it needs its two ids.</summary>
    public static bool IsValid(ReadOnlySpan<byte> span)
    {
        var (trace, id) = (default(TraceId), 0UL);
        var reader = new WireReader(span);

        // Senders write the ids first: the rest is not looked at.
        while ((trace.IsEmpty || id == 0) && reader.Next())
        {
            switch (reader.Field)
            {
                case TraceIdField when reader.IsBytes:
                    trace = TraceId.Read(reader.Bytes());
                    break;
                case SpanIdField when reader.IsBytes:
                    id = SpanId.Read(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return !trace.IsEmpty && id != 0;
    }

    /// <summary>The span and its estimated bytes.</summary>
    public TraceSpan Read(ReadOnlySpan<byte> span, TelemetryResource resource, TelemetryScope scope, long now, out int bytes)
    {
        attributes.Strings.TakeAddedBytes();
        var (trace, id, parent) = (default(TraceId), 0UL, 0UL);
        var (kind, dropped, start, end) = (0UL, 0UL, 0L, 0L);
        var (hasEvents, hasLinks) = (false, false);
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> status = default;
        var reader = new WireReader(span);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case TraceIdField when reader.IsBytes:
                    trace = TraceId.Read(reader.Bytes());
                    break;
                case SpanIdField when reader.IsBytes:
                    id = SpanId.Read(reader.Bytes());
                    break;
                case 4 when reader.IsBytes:
                    parent = SpanId.Read(reader.Bytes());
                    break;
                case 5 when reader.IsBytes:
                    name = reader.Bytes();
                    break;
                case 6 when reader.IsVarint:
                    kind = reader.Varint();
                    break;
                case 7 when reader.IsFixed64:
                    start = UnixTime.Clamp(reader.Fixed64());
                    break;
                case 8 when reader.IsFixed64:
                    end = UnixTime.Clamp(reader.Fixed64());
                    break;
                case 10 when reader.IsVarint:
                    dropped = (uint)reader.Varint();
                    break;
                case 15 when reader.IsBytes:
                    status = reader.Bytes();
                    break;
                default:
                    hasEvents |= reader.Field == EventsField;
                    hasLinks |= reader.Field == LinksField;
                    reader.Skip();
                    break;
            }
        }

        var droppedAttributes = (int)Math.Min(dropped, int.MaxValue / 2);
        var (code, message) = ReadStatus(status);
        var result = new TraceSpan
        {
            TraceId = trace,
            Id = id,
            ParentId = parent,
            Name = attributes.Strings.Intern(name),
            Kind = kind <= (ulong)SpanKind.Consumer ? (SpanKind)kind : SpanKind.Unspecified,
            Start = start,
            End = end,
            HasPlausibleTime = UnixTime.IsPlausible(start, now) && UnixTime.IsPlausible(end, now),
            Status = code,
            StatusMessage = message,
            Resource = resource,
            Scope = scope,
            Attributes = attributes.Read(span, AttributesField, ref droppedAttributes),
            Events = hasEvents ? ReadEvents(span) : [],
            Links = hasLinks ? ReadLinks(span) : [],
            DroppedAttributes = droppedAttributes,
        };
        bytes = ObjectSize + (result.Attributes.Length * TelemetryTag.Size) + SizeOf(result) + (int)attributes.Strings.TakeAddedBytes();
        return result;
    }

    private (SpanStatusCode Code, string Message) ReadStatus(ReadOnlySpan<byte> status)
    {
        var (code, message) = (SpanStatusCode.Unset, string.Empty);
        var reader = new WireReader(status);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2 when reader.IsBytes:
                    message = attributes.Strings.Intern(reader.Bytes());
                    break;
                case 3 when reader.IsVarint:
                    code = reader.Varint() switch { 1 => SpanStatusCode.Ok, 2 => SpanStatusCode.Error, _ => SpanStatusCode.Unset };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (code, message);
    }

    private static int SizeOf(TraceSpan span)
    {
        var bytes = 0;
        foreach (var item in span.Events)
        {
            bytes += 72 + (item.Attributes.Length * TelemetryTag.Size);
        }

        foreach (var link in span.Links)
        {
            bytes += 80 + (link.Attributes.Length * TelemetryTag.Size);
        }

        return bytes;
    }

    private SpanEvent[] ReadEvents(ReadOnlySpan<byte> span)
    {
        var events = new List<SpanEvent>();
        foreach (var item in new WireFields(span, EventsField))
        {
            if (events.Count == limits.MaxSpanEventCount)
            {
                break;
            }

            var time = 0L;
            var reader = new WireReader(item);
            while (reader.Next())
            {
                if (reader is { Field: 1, IsFixed64: true })
                {
                    time = UnixTime.Clamp(reader.Fixed64());
                }
                else
                {
                    reader.Skip();
                }
            }

            events.Add(new SpanEvent(time, attributes.Strings.Intern(WireFields.Last(item, 2)), attributes.Read(item, 3)));
        }

        return [.. events];
    }

    private SpanLink[] ReadLinks(ReadOnlySpan<byte> span)
    {
        var links = new List<SpanLink>();
        foreach (var item in new WireFields(span, LinksField))
        {
            if (links.Count == limits.MaxSpanEventCount)
            {
                break;
            }

            links.Add(new SpanLink(TraceId.Read(WireFields.Last(item, 1)), SpanId.Read(WireFields.Last(item, 2)), attributes.Read(item, 4)));
        }

        return [.. links];
    }
}
