using Google.Protobuf;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry.Metrics;
using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Receiver;

/// <summary>One of OTLP's signals: how its requests are parsed, counted and answered.</summary>
internal abstract class OtlpSignal(string service, string path, MessageParser parser)
{
    public static OtlpSignal Traces { get; } = new TraceSignal();

    public static OtlpSignal Metrics { get; } = new MetricSignal();

    public static OtlpSignal Logs { get; } = new LogSignal();

    public static OtlpSignal[] All { get; } = [Traces, Metrics, Logs];

    /// <summary>The gRPC service, whose method is <c>Export</c>.</summary>
    public string Service { get; } = service;

    /// <summary>The HTTP path.</summary>
    public string Path { get; } = path;

    public MessageParser Parser { get; } = parser;

    public abstract IMessage NewRequest();

    /// <summary>How many items the request has, and its answer: a partial success where some cannot be stored.</summary>
    public abstract (int Items, IMessage Answer) Accept(IMessage request);

    private sealed class TraceSignal() : OtlpSignal(
        "opentelemetry.proto.collector.trace.v1.TraceService", "/v1/traces", ExportTraceServiceRequest.Parser)
    {
        public override IMessage NewRequest() => new ExportTraceServiceRequest();

        public override (int Items, IMessage Answer) Accept(IMessage request)
        {
            var (items, rejected) = (0, 0);
            foreach (var resource in ((ExportTraceServiceRequest)request).ResourceSpans)
            {
                foreach (var scope in resource.ScopeSpans)
                {
                    items += scope.Spans.Count;
                    foreach (var span in scope.Spans)
                    {
                        rejected += SpanReader.IsValid(span) ? 0 : 1;
                    }
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
        "opentelemetry.proto.collector.metrics.v1.MetricsService", "/v1/metrics", ExportMetricsServiceRequest.Parser)
    {
        public override IMessage NewRequest() => new ExportMetricsServiceRequest();

        public override (int Items, IMessage Answer) Accept(IMessage request)
        {
            var (items, rejected) = (0, 0);
            string? problem = null;
            foreach (var metric in ((ExportMetricsServiceRequest)request).ResourceMetrics
                .SelectMany(resource => resource.ScopeMetrics)
                .SelectMany(scope => scope.Metrics))
            {
                var (points, reason) = MetricValidity.Check(metric);
                items += points;
                rejected += reason is null ? 0 : points;
                problem ??= reason;
                foreach (var pointProblem in PointProblems(metric))
                {
                    rejected += reason is null ? 1 : 0;
                    problem ??= pointProblem;
                }
            }

            var answer = new ExportMetricsServiceResponse();
            if (rejected > 0)
            {
                answer.PartialSuccess = new ExportMetricsPartialSuccess { RejectedDataPoints = rejected, ErrorMessage = problem };
            }

            return (items, answer);
        }

        private static IEnumerable<string> PointProblems(Metric metric) => metric.DataCase switch
        {
            Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Select(MetricValidity.Check).OfType<string>(),
            Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Select(MetricValidity.Check).OfType<string>(),
            _ => [],
        };
    }

    private sealed class LogSignal() : OtlpSignal(
        "opentelemetry.proto.collector.logs.v1.LogsService", "/v1/logs", ExportLogsServiceRequest.Parser)
    {
        public override IMessage NewRequest() => new ExportLogsServiceRequest();

        public override (int Items, IMessage Answer) Accept(IMessage request)
        {
            var items = 0;
            foreach (var resource in ((ExportLogsServiceRequest)request).ResourceLogs)
            {
                foreach (var scope in resource.ScopeLogs)
                {
                    items += scope.LogRecords.Count;
                }
            }

            return (items, new ExportLogsServiceResponse());
        }
    }
}
