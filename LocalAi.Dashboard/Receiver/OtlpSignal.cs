using Google.Protobuf;
using Google.Protobuf.Reflection;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Receiver.WireFormat;
using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Metrics;
using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Receiver;

/// <summary>One of OTLP's signals: how its requests are checked, counted, answered and stored.</summary>
internal abstract class OtlpSignal(string service, string path, MessageDescriptor request)
{
    private readonly WireSchema _schema = WireSchema.Of(request);

    public static OtlpSignal Traces { get; } = new TraceSignal();

    public static OtlpSignal Metrics { get; } = new MetricSignal();

    public static OtlpSignal Logs { get; } = new LogSignal();

    public static OtlpSignal[] All { get; } = [Traces, Metrics, Logs];

    /// <summary>The gRPC service, whose method is <c>Export</c>.</summary>
    public string Service { get; } = service;

    /// <summary>The HTTP path.</summary>
    public string Path { get; } = path;

    /// <summary>The message of its requests.</summary>
    public MessageDescriptor Request { get; } = request;

    /// <summary>How many items the request has, and its answer: a partial success where some cannot be stored.</summary>
    /// <exception cref="WireFormatException">The bytes are no such request.</exception>
    /// <exception cref="InvalidProtocolBufferException">The same, found by the protobuf parser.</exception>
    public (int Items, IMessage Answer) Accept(ReadOnlySpan<byte> request)
    {
        _schema.Check(request);
        return Count(request);
    }

    /// <summary>Stores a request that was accepted. Called by the ingest worker alone.</summary>
    public abstract void Store(TelemetryStore store, ReadOnlySpan<byte> request);

    protected abstract (int Items, IMessage Answer) Count(ReadOnlySpan<byte> request);

    private sealed class TraceSignal() : OtlpSignal(
        "opentelemetry.proto.collector.trace.v1.TraceService", "/v1/traces", ExportTraceServiceRequest.Descriptor)
    {
        public override void Store(TelemetryStore store, ReadOnlySpan<byte> request) => store.AddTraces(request);

        protected override (int Items, IMessage Answer) Count(ReadOnlySpan<byte> request)
        {
            var (items, rejected) = (0, 0);
            foreach (var group in new OtlpGroups(request))
            {
                foreach (var span in group.Items)
                {
                    items++;
                    rejected += SpanReader.IsValid(span) ? 0 : 1;
                }
            }

            var answer = new ExportTraceServiceResponse();
            if (rejected > 0)
            {
                answer.PartialSuccess = new ExportTracePartialSuccess
                {
                    RejectedSpans = rejected,
                    ErrorMessage = "span.trace_id must be 16 and span.span_id 8 bytes, not all zero",
                };
            }

            return (items, answer);
        }
    }

    private sealed class MetricSignal() : OtlpSignal(
        "opentelemetry.proto.collector.metrics.v1.MetricsService", "/v1/metrics", ExportMetricsServiceRequest.Descriptor)
    {
        public override void Store(TelemetryStore store, ReadOnlySpan<byte> request) => store.AddMetrics(request);

        protected override (int Items, IMessage Answer) Count(ReadOnlySpan<byte> request)
        {
            var (items, rejected) = (0, 0);
            string? problem = null;
            foreach (var group in new OtlpGroups(request))
            {
                foreach (var bytes in group.Items)
                {
                    var metric = new WireMetric(bytes);
                    items += metric.Count;
                    rejected += MetricValidity.CountInvalid(metric, ref problem);
                }
            }

            var answer = new ExportMetricsServiceResponse();
            if (rejected > 0)
            {
                answer.PartialSuccess = new ExportMetricsPartialSuccess { RejectedDataPoints = rejected, ErrorMessage = problem };
            }

            return (items, answer);
        }
    }

    private sealed class LogSignal() : OtlpSignal(
        "opentelemetry.proto.collector.logs.v1.LogsService", "/v1/logs", ExportLogsServiceRequest.Descriptor)
    {
        public override void Store(TelemetryStore store, ReadOnlySpan<byte> request) => store.AddLogs(request);

        protected override (int Items, IMessage Answer) Count(ReadOnlySpan<byte> request)
        {
            var items = 0;
            foreach (var group in new OtlpGroups(request))
            {
                foreach (var _ in group.Items)
                {
                    items++;
                }
            }

            return (items, new ExportLogsServiceResponse());
        }
    }
}
