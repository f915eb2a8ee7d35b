using Google.Protobuf.Collections;
using LocalAi.Dashboard.Receiver.Wire;

namespace LocalAi.Dashboard.Telemetry.Traces;

/// <summary>Turns OTLP's span messages into compact ones. Not thread-safe: the ingest worker owns it.</summary>
internal sealed class SpanReader(AttributeReader attributes, TelemetryLimitsOptions limits)
{
    private const int ObjectSize = 168;

    /// <summary>Whether a span can be stored at all: it needs its two ids.</summary>
    public static bool IsValid(Span span) => !TraceId.Read(span.TraceId).IsEmpty && SpanId.Read(span.SpanId) != 0;

    /// <summary>The span and its estimated bytes.</summary>
    public TraceSpan Read(Span span, TelemetryResource resource, TelemetryScope scope, long now, out int bytes)
    {
        attributes.Strings.TakeAddedBytes();
        var start = UnixTime.Clamp(span.StartTimeUnixNano);
        var end = UnixTime.Clamp(span.EndTimeUnixNano);
        var dropped = (int)Math.Min(span.DroppedAttributesCount, int.MaxValue / 2);
        var result = new TraceSpan
        {
            TraceId = TraceId.Read(span.TraceId),
            Id = SpanId.Read(span.SpanId),
            ParentId = SpanId.Read(span.ParentSpanId),
            Name = attributes.Strings.Intern(span.Name),
            Kind = span.Kind is >= 0 and <= (int)SpanKind.Consumer ? (SpanKind)span.Kind : SpanKind.Unspecified,
            Start = start,
            End = end,
            HasPlausibleTime = UnixTime.IsPlausible(start, now) && UnixTime.IsPlausible(end, now),
            Status = span.Status?.Code switch { 1 => SpanStatusCode.Ok, 2 => SpanStatusCode.Error, _ => SpanStatusCode.Unset },
            StatusMessage = attributes.Strings.Intern(span.Status?.Message ?? string.Empty),
            Resource = resource,
            Scope = scope,
            Attributes = attributes.Read(span.Attributes, ref dropped),
            Events = ReadEvents(span.Events),
            Links = ReadLinks(span.Links),
            DroppedAttributes = dropped,
        };
        bytes = ObjectSize + (result.Attributes.Length * TelemetryTag.Size) + SizeOf(result) + (int)attributes.Strings.TakeAddedBytes();
        return result;
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

    private SpanEvent[] ReadEvents(RepeatedField<Receiver.Wire.SpanEvent> source)
    {
        if (source.Count == 0)
        {
            return [];
        }

        var result = new SpanEvent[Math.Min(source.Count, limits.MaxSpanEventCount)];
        for (var index = 0; index < result.Length; index++)
        {
            var item = source[index];
            result[index] = new SpanEvent(UnixTime.Clamp(item.TimeUnixNano), attributes.Strings.Intern(item.Name), attributes.Read(item.Attributes));
        }

        return result;
    }

    private SpanLink[] ReadLinks(RepeatedField<Receiver.Wire.SpanLink> source)
    {
        if (source.Count == 0)
        {
            return [];
        }

        var result = new SpanLink[Math.Min(source.Count, limits.MaxSpanEventCount)];
        for (var index = 0; index < result.Length; index++)
        {
            var item = source[index];
            result[index] = new SpanLink(TraceId.Read(item.TraceId), SpanId.Read(item.SpanId), attributes.Read(item.Attributes));
        }

        return result;
    }
}
