using System.Buffers.Binary;
using Google.Protobuf;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry;
using Microsoft.Extensions.Options;
using WireMetric = LocalAi.Dashboard.Receiver.Wire.Metric;

namespace LocalAi.Dashboard.Tests;

/// <summary>OTLP messages for tests. Times in nanoseconds since 1970.</summary>
internal static class Otlp
{
    public static readonly long Now = UnixTime.FromDateTime(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public static TelemetryStore Store(Action<TelemetryLimitsOptions>? limit = null, TimeProvider? time = null)
    {
        var limits = new TelemetryLimitsOptions();
        limit?.Invoke(limits);
        return new TelemetryStore(Options.Create(limits), time ?? FixedTime());
    }

    public static void Add(this TelemetryStore store, ExportTraceServiceRequest request) => store.AddTraces(request.ToByteArray());

    public static void Add(this TelemetryStore store, ExportLogsServiceRequest request) => store.AddLogs(request.ToByteArray());

    public static void Add(this TelemetryStore store, ExportMetricsServiceRequest request) => store.AddMetrics(request.ToByteArray());

    public static Microsoft.Extensions.Time.Testing.FakeTimeProvider FixedTime() => new(UnixTime.ToDateTime(Now));

    public static ByteString TraceId(long id)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), id);
        return ByteString.CopyFrom(bytes);
    }

    public static ByteString SpanId(long id)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id);
        return ByteString.CopyFrom(bytes);
    }

    public static Span Span(long trace, long id, long parent = 0, string name = "span", double start = 0, double seconds = 1, int kind = 1, params (string Key, object Value)[] attributes)
    {
        var span = new Span
        {
            TraceId = TraceId(trace),
            SpanId = SpanId(id),
            ParentSpanId = parent == 0 ? ByteString.Empty : SpanId(parent),
            Name = name,
            Kind = kind,
            StartTimeUnixNano = (ulong)(Now + UnixTime.FromSeconds(start)),
            EndTimeUnixNano = (ulong)(Now + UnixTime.FromSeconds(start + seconds)),
        };
        span.Attributes.AddRange(attributes.Select(pair => Pair(pair.Key, pair.Value)));
        return span;
    }

    public static ExportTraceServiceRequest Traces(string service, params Span[] spans)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "test.source" } };
        scope.Spans.AddRange(spans);
        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = Resource(service), ScopeSpans = { scope } } } };
    }

    public static ExportLogsServiceRequest Logs(string service, params LogRecord[] records)
    {
        var scope = new ScopeLogs { Scope = new InstrumentationScope { Name = "test.category" } };
        scope.LogRecords.AddRange(records);
        return new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { Resource = Resource(service), ScopeLogs = { scope } } } };
    }

    public static LogRecord Log(string body, int severity = 9, params (string Key, object Value)[] attributes)
    {
        var record = new LogRecord { TimeUnixNano = (ulong)Now, SeverityNumber = severity, Body = new AnyValue { StringValue = body } };
        record.Attributes.AddRange(attributes.Select(pair => Pair(pair.Key, pair.Value)));
        return record;
    }

    public static ExportMetricsServiceRequest Metrics(string service, params WireMetric[] metrics)
    {
        var scope = new ScopeMetrics { Scope = new InstrumentationScope { Name = "test.meter" } };
        scope.Metrics.AddRange(metrics);
        return new ExportMetricsServiceRequest { ResourceMetrics = { new ResourceMetrics { Resource = Resource(service), ScopeMetrics = { scope } } } };
    }

    public static NumberDataPoint Point(double seconds, double value, params (string Key, object Value)[] attributes)
    {
        var point = new NumberDataPoint { TimeUnixNano = (ulong)(Now + UnixTime.FromSeconds(seconds)), AsDouble = value };
        point.Attributes.AddRange(attributes.Select(pair => Pair(pair.Key, pair.Value)));
        return point;
    }

    public static WireMetric Gauge(string name, params NumberDataPoint[] points)
    {
        var gauge = new Gauge();
        gauge.DataPoints.AddRange(points);
        return new WireMetric { Name = name, Gauge = gauge };
    }

    public static WireMetric Sum(string name, AggregationTemporality temporality, params NumberDataPoint[] points)
    {
        var sum = new Sum { AggregationTemporality = temporality, IsMonotonic = true };
        sum.DataPoints.AddRange(points);
        return new WireMetric { Name = name, Sum = sum };
    }

    public static Resource Resource(string service)
    {
        var resource = new Resource();
        resource.Attributes.Add(Pair("service.name", service));
        return resource;
    }

    public static KeyValue Pair(string key, object value) => new()
    {
        Key = key,
        Value = value switch
        {
            string text => new AnyValue { StringValue = text },
            int whole => new AnyValue { IntValue = whole },
            long whole => new AnyValue { IntValue = whole },
            double number => new AnyValue { DoubleValue = number },
            bool flag => new AnyValue { BoolValue = flag },
            AnyValue any => any,
            _ => throw new ArgumentException($"No OTLP value for {value.GetType()}.", nameof(value)),
        },
    };
}
