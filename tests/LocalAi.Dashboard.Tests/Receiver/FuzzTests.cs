using System.Text;
using System.Text.Json;
using Google.Protobuf;
using LocalAi.Dashboard.Receiver;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Tests.Receiver;

// It weighs the process: nothing may grow beside it.
[Collection(nameof(FuzzTests))]
[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
public class FuzzTests
{
    private const int Inputs = 100_000;

    [Fact]
    public void Receiver_NeitherCrashesNorGrows_WhenInputIsTruncatedOrRandom()
    {
        var random = new Random(20261122);
        var store = Otlp.Store(limits =>
        {
            limits.MaxTraceCount = limits.MaxLogCount = limits.MaxMetricsCount = 200;
            limits.MaxResourceCount = 50;
            limits.MaxTelemetryBytes = 4_000_000;
        });
        var samples = Samples();
        var (parsed, refused) = (0, 0);
        var before = 0L;
        for (var number = 0; number < Inputs; number++)
        {
            var (signal, bytes) = samples[number % samples.Length];
            try
            {
                var mutated = Mutate(bytes, random);
                signal.Accept(mutated);
                signal.Store(store, mutated);
                parsed++;
            }
            catch (Exception error) when (error is WireFormatException or InvalidProtocolBufferException)
            {
                refused++;
            }

            if (number == Inputs / 2)
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8_000_000);
        Assert.InRange(refused, 10_000, Inputs);
        Assert.InRange(parsed, 5_000, Inputs);
        Assert.InRange(store.Traces.Count, 0, 200);
        Assert.InRange(store.Resources.All().Length, 0, 50);
    }

    [Fact]
    public void JsonReader_RefusesCleanly_WhenInputIsTruncatedOrRandom()
    {
        var random = new Random(7);
        var samples = Samples().Select(sample => (sample.Signal, Json: Encoding.UTF8.GetBytes(Json(sample.Signal, sample.Bytes)))).ToArray();
        var refused = 0;
        for (var number = 0; number < 20_000; number++)
        {
            var (signal, json) = samples[number % samples.Length];
            try
            {
                OtlpJson.Read(signal, Mutate(json, random));
            }
            catch (Exception error) when (error is JsonException or FormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 5_000, 20_000);
    }

    // Cut off, bits turned, a piece overwritten, or nothing but noise.
    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        switch (random.Next(4))
        {
            case 0:
                return copy[..random.Next(copy.Length)];
            case 1:
                for (var turns = random.Next(1, 8); turns > 0; turns--)
                {
                    copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                }

                return copy;
            case 2:
                random.NextBytes(copy.AsSpan(random.Next(copy.Length)));
                return copy;
            default:
                var noise = new byte[random.Next(1, 300)];
                random.NextBytes(noise);
                return noise;
        }
    }

    private static (OtlpSignal Signal, byte[] Bytes)[] Samples()
    {
        var nested = new AnyValue { KvlistValue = new KeyValueList { Values = { Otlp.Pair("k", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { IntValue = 4 } } } }) } } };
        var span = Otlp.Span(1, 2, 3, "GET /", attributes: [("text", "value"), ("whole", 3), ("nested", nested)]);
        span.Events.Add(new SpanEvent { Name = "event", TimeUnixNano = 5 });
        span.Links.Add(new SpanLink { TraceId = Otlp.TraceId(9), SpanId = Otlp.SpanId(9) });
        var histogram = new Histogram { AggregationTemporality = AggregationTemporality.Delta };
        histogram.DataPoints.Add(new HistogramDataPoint { Count = 3, Sum = 1, TimeUnixNano = (ulong)Otlp.Now, BucketCounts = { 1, 2 }, ExplicitBounds = { 0.5 } });
        var exponential = new ExponentialHistogram { AggregationTemporality = AggregationTemporality.Delta };
        exponential.DataPoints.Add(new ExponentialHistogramDataPoint { Count = 3, Scale = 3, TimeUnixNano = (ulong)Otlp.Now, Positive = new ExponentialBuckets { Offset = 4, BucketCounts = { 1, 2 } } });
        return
        [
            (OtlpSignal.Traces, Otlp.Traces("agent", span, Otlp.Span(1, 3)).ToByteArray()),
            (OtlpSignal.Logs, Otlp.Logs("agent", Otlp.Log("body", 13, ("a", "b"))).ToByteArray()),
            (OtlpSignal.Metrics, Otlp.Metrics("agent", Otlp.Gauge("gauge", Otlp.Point(0, 1, ("a", "b"))), new Metric { Name = "h", Histogram = histogram }, new Metric { Name = "e", ExponentialHistogram = exponential }).ToByteArray()),
        ];
    }

    private static string Json(OtlpSignal signal, byte[] bytes) => JsonFormatter.Default.Format(signal.Request.Parser.ParseFrom(bytes));
}
