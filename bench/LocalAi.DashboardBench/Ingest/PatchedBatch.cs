using System.Buffers.Binary;
using Google.Protobuf;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.DashboardBench.Demo;

namespace LocalAi.DashboardBench.Ingest;

/// <summary>
/// A request that is serialized once and made new before each sending by writing into its bytes, so that the sender costs as little as
/// it can: both share two cores with the receiver.
/// </summary>
internal sealed class PatchedBatch
{
    public const int Items = 512;
    private const int SpansPerTrace = 8;
    private const ulong TimeMark = 0x5A5A_1111_2222_3333;
    private readonly byte[] _bytes;
    private readonly int[] _traceIds;
    private readonly int[] _times;

    private PatchedBatch(byte[] bytes, int[] traceIds, int[] times)
    {
        _bytes = bytes;
        _traceIds = traceIds;
        _times = times;
    }

    public int Length => _bytes.Length;

    /// <summary>512 spans in 64 traces of eight spans with eight attributes each, as ASP.NET Core and HttpClient send them.</summary>
    public static PatchedBatch Spans(int seed, long now)
    {
        var demo = new DemoTelemetry(seed);
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "Microsoft.AspNetCore" } };
        for (var index = 0; index < Items; index++)
        {
            var trace = new byte[16];
            trace.AsSpan().Fill(0xA5);
            BinaryPrimitives.WriteInt32LittleEndian(trace.AsSpan(8), index / SpansPerTrace);
            var span = new Span
            {
                TraceId = ByteString.CopyFrom(trace),
                SpanId = demo.Id(8),
                ParentSpanId = index % SpansPerTrace == 0 ? ByteString.Empty : scope.Spans[index - (index % SpansPerTrace)].SpanId,
                Name = index % SpansPerTrace == 0 ? "GET /api/conversations/{id}" : "GET",
                Kind = index % SpansPerTrace == 0 ? 2 : 3,
                StartTimeUnixNano = (ulong)now,
                EndTimeUnixNano = (ulong)now + 4_000_000,
            };
            span.Attributes.AddRange(
            [
                DemoTelemetry.Pair("http.request.method", "GET"), DemoTelemetry.Pair("http.route", "/api/conversations/{id}"), DemoTelemetry.Pair("http.response.status_code", 200L),
                DemoTelemetry.Pair("url.scheme", "http"), DemoTelemetry.Pair("server.address", "localhost"), DemoTelemetry.Pair("server.port", 7081L),
                DemoTelemetry.Pair("network.protocol.version", "1.1"), DemoTelemetry.Pair("url.path", $"/api/conversations/{seed * 1_000 + (index % 100)}"),
            ]);
            scope.Spans.Add(span);
        }

        var spans = new ResourceSpans { Resource = DemoTelemetry.Sender("bench", "bench-1") };
        spans.ScopeSpans.Add(scope);
        return Of(new ExportTraceServiceRequest { ResourceSpans = { spans } });
    }

    /// <summary>512 points: 448 of counters and gauges with four attributes, 64 of a histogram with 15 buckets.</summary>
    public static PatchedBatch Points(int seed, string service = "bench")
    {
        var scope = new ScopeMetrics { Scope = new InstrumentationScope { Name = "Bench.Meter" } };
        for (var instrument = 0; instrument < 7; instrument++)
        {
            var sum = new Sum { AggregationTemporality = AggregationTemporality.Cumulative, IsMonotonic = true };
            for (var point = 0; point < 64; point++)
            {
                // The value is random bits that change with the time: patched together with it.
                var item = new NumberDataPoint { TimeUnixNano = TimeMark, AsDouble = BitConverter.UInt64BitsToDouble(TimeMark) };
                item.Attributes.AddRange(Attributes(seed, point));
                sum.DataPoints.Add(item);
            }

            scope.Metrics.Add(new Metric { Name = $"bench.counter.{instrument}", Unit = "{request}", Sum = sum });
        }

        var histogram = new Histogram { AggregationTemporality = AggregationTemporality.Cumulative };
        for (var point = 0; point < 64; point++)
        {
            var item = new HistogramDataPoint { TimeUnixNano = TimeMark, Count = TimeMark, Sum = 12.5 };
            item.ExplicitBounds.AddRange([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]);
            item.BucketCounts.AddRange(Enumerable.Range(0, 15).Select(bucket => (ulong)(bucket + point)));
            item.Attributes.AddRange(Attributes(seed, point));
            histogram.DataPoints.Add(item);
        }

        scope.Metrics.Add(new Metric { Name = "bench.duration", Unit = "s", Histogram = histogram });
        var metrics = new ResourceMetrics { Resource = DemoTelemetry.Sender(service, $"{service}-{seed}") };
        metrics.ScopeMetrics.Add(scope);
        return Of(new ExportMetricsServiceRequest { ResourceMetrics = { metrics } });
    }

    /// <summary>512 log records with three attributes.</summary>
    public static byte[] Logs(int seed, long now)
    {
        var demo = new DemoTelemetry(seed);
        var request = new ExportLogsServiceRequest();
        var scope = demo.Logs(now).ResourceLogs[0];
        for (var index = 1; index < Items; index++)
        {
            scope.ScopeLogs[0].LogRecords.Add(demo.Logs(now, demo.Id(16)).ResourceLogs[0].ScopeLogs[0].LogRecords[0]);
        }

        request.ResourceLogs.Add(scope);
        return request.ToByteArray();
    }

    /// <summary>The bytes with new ids and times. They are the same array each time.</summary>
    public byte[] Next(long number, long time)
    {
        foreach (var at in _traceIds)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(at), number);
        }

        foreach (var at in _times)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(at), time);
        }

        return _bytes;
    }

    private static IEnumerable<KeyValue> Attributes(int seed, int point) =>
    [
        DemoTelemetry.Pair("http.route", $"/api/route/{point}"), DemoTelemetry.Pair("http.request.method", "GET"),
        DemoTelemetry.Pair("http.response.status_code", 200L), DemoTelemetry.Pair("batch", (long)seed),
    ];

    private static PatchedBatch Of(IMessage request)
    {
        var bytes = request.ToByteArray();
        Span<byte> traceMark = stackalloc byte[8];
        traceMark.Fill(0xA5);
        Span<byte> timeMark = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(timeMark, TimeMark);
        return new PatchedBatch(bytes, Find(bytes, traceMark), Find(bytes, timeMark));
    }

    private static int[] Find(byte[] bytes, ReadOnlySpan<byte> mark)
    {
        var found = new List<int>();
        for (var at = 0; bytes.AsSpan(at).IndexOf(mark) is var next and >= 0; at += next + mark.Length)
        {
            found.Add(at + next);
        }

        return [.. found];
    }
}
