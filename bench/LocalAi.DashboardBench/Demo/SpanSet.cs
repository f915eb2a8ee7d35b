using System.Buffers.Binary;
using Google.Protobuf;
using LocalAi.Dashboard.Receiver.Wire;

namespace LocalAi.DashboardBench.Demo;

/// <summary>The spans of one process.</summary>
internal sealed class SpanSet(string service, string instance)
{
    private long _next = Random.Shared.NextInt64();

    public ResourceSpans Spans { get; } = new() { Resource = DemoTelemetry.Sender(service, instance) };

    public Span Last { get; private set; } = new();

    public ByteString Add(ByteString trace, ByteString? parent, string name, int kind, long start, double seconds, string scope, params (string Key, object Value)[] attributes)
    {
        var id = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(id, ++_next);
        Last = new Span
        {
            TraceId = trace,
            SpanId = ByteString.CopyFrom(id),
            ParentSpanId = parent ?? ByteString.Empty,
            Name = name,
            Kind = kind,
            StartTimeUnixNano = (ulong)start,
            EndTimeUnixNano = (ulong)DemoTelemetry.At(start, Math.Max(0, seconds)),
        };
        Last.Attributes.AddRange(attributes.Select(pair => DemoTelemetry.Pair(pair.Key, pair.Value)));
        var target = Spans.ScopeSpans.FirstOrDefault(item => item.Scope.Name == scope);
        if (target is null)
        {
            Spans.ScopeSpans.Add(target = new ScopeSpans { Scope = new InstrumentationScope { Name = scope } });
        }

        target.Spans.Add(Last);
        return Last.SpanId;
    }
}
