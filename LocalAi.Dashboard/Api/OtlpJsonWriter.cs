using System.Globalization;
using System.Text.Json;
using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Logs;
using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Api;

/// <summary>Writes what is stored as OTLP JSON: ids in hexadecimal, 64-bit integers as texts.</summary>
internal static class OtlpJsonWriter
{
    /// <summary><c>{"resourceSpans":[…]}</c>, grouped by sender and scope.</summary>
    public static void WriteSpans(Utf8JsonWriter writer, IEnumerable<TraceSpan> spans) =>
        WriteGrouped(writer, "resourceSpans", "scopeSpans", "spans", spans, span => span.Resource, span => span.Scope, WriteSpan);

    /// <summary><c>{"resourceLogs":[…]}</c>, grouped by sender and scope.</summary>
    public static void WriteLogs(Utf8JsonWriter writer, IEnumerable<LogEntry> logs) =>
        WriteGrouped(writer, "resourceLogs", "scopeLogs", "logRecords", logs, log => log.Resource, log => log.Scope, WriteLog);

    public static void WriteAttributes(Utf8JsonWriter writer, TelemetryTag[] attributes)
    {
        writer.WriteStartArray("attributes");
        foreach (var attribute in attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("key", attribute.Key);
            writer.WritePropertyName("value");
            OtlpJsonValue.Write(writer, attribute.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteScope(Utf8JsonWriter writer, TelemetryScope scope)
    {
        writer.WriteStartObject("scope");
        writer.WriteString("name", scope.Name);
        if (scope.Version.Length > 0)
        {
            writer.WriteString("version", scope.Version);
        }

        writer.WriteEndObject();
    }

    public static void WriteTime(Utf8JsonWriter writer, string name, long nanos) =>
        writer.WriteString(name, nanos.ToString(CultureInfo.InvariantCulture));

    public static void WriteGrouped<T>(
        Utf8JsonWriter writer,
        string resources,
        string scopes,
        string items,
        IEnumerable<T> source,
        Func<T, TelemetryResource> resourceOf,
        Func<T, TelemetryScope> scopeOf,
        Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(resources);
        foreach (var resource in source.GroupBy(resourceOf))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("resource");
            WriteAttributes(writer, resource.Key.Attributes);
            writer.WriteEndObject();
            writer.WriteStartArray(scopes);
            foreach (var scope in resource.GroupBy(scopeOf))
            {
                writer.WriteStartObject();
                WriteScope(writer, scope.Key);
                writer.WriteStartArray(items);
                foreach (var item in scope)
                {
                    write(writer, item);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSpan(Utf8JsonWriter writer, TraceSpan span)
    {
        writer.WriteStartObject();
        writer.WriteString("traceId", span.TraceId.ToString());
        writer.WriteString("spanId", SpanId.Format(span.Id));
        if (span.ParentId != 0)
        {
            writer.WriteString("parentSpanId", SpanId.Format(span.ParentId));
        }

        writer.WriteString("name", span.Name);
        writer.WriteNumber("kind", (int)span.Kind);
        WriteTime(writer, "startTimeUnixNano", span.Start);
        WriteTime(writer, "endTimeUnixNano", span.End);
        WriteAttributes(writer, span.Attributes);
        if (span.DroppedAttributes > 0)
        {
            writer.WriteNumber("droppedAttributesCount", span.DroppedAttributes);
        }

        if (span.Events.Length > 0)
        {
            writer.WriteStartArray("events");
            foreach (var item in span.Events)
            {
                writer.WriteStartObject();
                WriteTime(writer, "timeUnixNano", item.Time);
                writer.WriteString("name", item.Name);
                WriteAttributes(writer, item.Attributes);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (span.Links.Length > 0)
        {
            writer.WriteStartArray("links");
            foreach (var link in span.Links)
            {
                writer.WriteStartObject();
                writer.WriteString("traceId", link.TraceId.ToString());
                writer.WriteString("spanId", SpanId.Format(link.SpanId));
                WriteAttributes(writer, link.Attributes);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteStartObject("status");
        if (span.Status != SpanStatusCode.Unset)
        {
            writer.WriteNumber("code", (int)span.Status);
        }

        if (span.StatusMessage.Length > 0)
        {
            writer.WriteString("message", span.StatusMessage);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter writer, LogEntry log)
    {
        writer.WriteStartObject();
        WriteTime(writer, "timeUnixNano", log.Time);
        if (log.Severity != LogSeverity.Unspecified)
        {
            writer.WriteNumber("severityNumber", (((int)log.Severity - 1) * 4) + 1);
            writer.WriteString("severityText", log.Severity.ToString());
        }

        writer.WriteStartObject("body");
        writer.WriteString("stringValue", log.Body);
        writer.WriteEndObject();
        WriteAttributes(writer, log.Attributes);
        if (!log.TraceId.IsEmpty)
        {
            writer.WriteString("traceId", log.TraceId.ToString());
            writer.WriteString("spanId", SpanId.Format(log.SpanId));
        }

        if (log.EventName.Length > 0)
        {
            writer.WriteString("eventName", log.EventName);
        }

        writer.WriteEndObject();
    }
}
