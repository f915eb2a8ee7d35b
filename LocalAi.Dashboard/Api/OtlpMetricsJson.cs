using System.Globalization;
using System.Text.Json;
using LocalAi.Dashboard.Telemetry.Metrics;

namespace LocalAi.Dashboard.Api;

/// <summary>Writes stored metrics as OTLP JSON, cumulative, as they are kept.</summary>
internal static class OtlpMetricsJson
{
    private const int Cumulative = 2;

    /// <summary><c>{"resourceMetrics":[…]}</c>; of each series the last <paramref name="limit"/> points.</summary>
    public static void Write(Utf8JsonWriter writer, IEnumerable<InstrumentSummary> instruments, Func<InstrumentSummary, SeriesSnapshot[]> series, int limit) =>
        OtlpJsonWriter.WriteGrouped(
            writer,
            "resourceMetrics",
            "scopeMetrics",
            "metrics",
            instruments,
            instrument => instrument.Resource,
            instrument => instrument.Scope,
            (target, instrument) => Write(target, instrument, series(instrument), limit));

    private static void Write(Utf8JsonWriter writer, InstrumentSummary instrument, SeriesSnapshot[] series, int limit)
    {
        writer.WriteStartObject();
        writer.WriteString("name", instrument.Name);
        writer.WriteString("description", instrument.Description);
        writer.WriteString("unit", instrument.Unit);
        var exponential = series.SelectMany(item => item.Histograms).Any(point => point.Counts is ExponentialBuckets);
        writer.WriteStartObject(instrument.Kind switch
        {
            InstrumentKind.Gauge => "gauge",
            InstrumentKind.Sum => "sum",
            _ => exponential ? "exponentialHistogram" : "histogram",
        });
        if (instrument.Kind != InstrumentKind.Gauge)
        {
            writer.WriteNumber("aggregationTemporality", Cumulative);
        }

        if (instrument.Kind == InstrumentKind.Sum)
        {
            writer.WriteBoolean("isMonotonic", instrument.IsMonotonic);
        }

        writer.WriteStartArray("dataPoints");
        foreach (var item in series)
        {
            foreach (var point in item.Numbers.TakeLast(limit))
            {
                writer.WriteStartObject();
                OtlpJsonWriter.WriteAttributes(writer, item.Attributes);
                OtlpJsonWriter.WriteTime(writer, "timeUnixNano", point.Time);
                writer.WriteNumber("asDouble", point.Value);
                writer.WriteEndObject();
            }

            foreach (var point in item.Histograms.TakeLast(limit).Where(point => (point.Counts is ExponentialBuckets) == exponential))
            {
                writer.WriteStartObject();
                OtlpJsonWriter.WriteAttributes(writer, item.Attributes);
                WriteHistogram(writer, point);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteHistogram(Utf8JsonWriter writer, HistogramPoint point)
    {
        OtlpJsonWriter.WriteTime(writer, "timeUnixNano", point.Time);
        writer.WriteString("count", point.Count.ToString(CultureInfo.InvariantCulture));
        if (double.IsFinite(point.Sum))
        {
            writer.WriteNumber("sum", point.Sum);
        }

        if (point.Counts is ExplicitBuckets buckets)
        {
            WriteCounts(writer, "bucketCounts", buckets.Counts);
            writer.WriteStartArray("explicitBounds");
            foreach (var bound in buckets.Bounds.Where(double.IsFinite))
            {
                writer.WriteNumberValue(bound);
            }

            writer.WriteEndArray();
        }
        else if (point.Counts is ExponentialBuckets exponential)
        {
            writer.WriteNumber("scale", exponential.Scale);
            writer.WriteString("zeroCount", exponential.Zero.ToString(CultureInfo.InvariantCulture));
            WriteSide(writer, "positive", exponential.Positive);
            WriteSide(writer, "negative", exponential.Negative);
        }
    }

    private static void WriteSide(Utf8JsonWriter writer, string name, (long Offset, uint[] Counts) side)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("offset", side.Offset);
        WriteCounts(writer, "bucketCounts", side.Counts);
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, string name, uint[] counts)
    {
        writer.WriteStartArray(name);
        foreach (var count in counts)
        {
            writer.WriteStringValue(count.ToString(CultureInfo.InvariantCulture));
        }

        writer.WriteEndArray();
    }
}
