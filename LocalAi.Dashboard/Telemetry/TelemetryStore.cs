using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry.Logs;
using LocalAi.Dashboard.Telemetry.Metrics;
using LocalAi.Dashboard.Telemetry.Traces;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Telemetry;

/// <summary>Everything received, in memory. The ingest worker is its only writer.</summary>
internal sealed class TelemetryStore
{
    private readonly TimeProvider _time;
    private readonly AttributeReader _attributes;
    private readonly SpanReader _spanReader;
    private readonly LogReader _logReader;
    private readonly List<(TraceSpan Span, int Bytes)> _spans = [];
    private readonly List<TraceSpan> _added = [];
    private readonly List<(LogEntry Entry, int Bytes)> _entries = [];

    public TelemetryStore(IOptions<TelemetryLimitsOptions> options, TimeProvider time)
    {
        var limits = options.Value;
        _time = time;
        _attributes = new AttributeReader(limits);
        _spanReader = new SpanReader(_attributes, limits);
        _logReader = new LogReader(_attributes);
        Traces = new TraceStore(limits);
        Logs = new LogStore(limits);
        Metrics = new MetricStore(limits, _attributes, time.Now());
        Resources = new ResourceTable(limits) { Dropped = Metrics.Remove };
    }

    public ResourceTable Resources { get; }

    public TraceStore Traces { get; }

    public LogStore Logs { get; }

    public MetricStore Metrics { get; }

    /// <summary>Called in the ingest worker with spans that were not there before; they are in <see cref="Traces"/> already.</summary>
    public Action<IReadOnlyList<TraceSpan>>? SpansAdded { get; set; }

    public void Add(ExportTraceServiceRequest request)
    {
        var now = _time.Now();
        foreach (var resourceSpans in request.ResourceSpans)
        {
            var resource = Resources.Get(resourceSpans.Resource, _attributes, now);
            resource.HasTraces = true;
            foreach (var scopeSpans in resourceSpans.ScopeSpans)
            {
                var scope = Resources.GetScope(scopeSpans.Scope, _attributes);
                foreach (var span in scopeSpans.Spans)
                {
                    if (SpanReader.IsValid(span))
                    {
                        _spans.Add((_spanReader.Read(span, resource, scope, now, out var bytes), bytes));
                    }
                }
            }
        }

        Traces.Add(_spans, _added);
        SpansAdded?.Invoke(_added);
        _spans.Clear();
        _added.Clear();
    }

    public void Add(ExportLogsServiceRequest request)
    {
        var now = _time.Now();
        foreach (var resourceLogs in request.ResourceLogs)
        {
            var resource = Resources.Get(resourceLogs.Resource, _attributes, now);
            resource.HasLogs = true;
            foreach (var scopeLogs in resourceLogs.ScopeLogs)
            {
                var scope = Resources.GetScope(scopeLogs.Scope, _attributes);
                foreach (var record in scopeLogs.LogRecords)
                {
                    _entries.Add((_logReader.Read(record, resource, scope, now, out var bytes), bytes));
                }
            }
        }

        Logs.Add(_entries);
        _entries.Clear();
    }

    public void Add(ExportMetricsServiceRequest request)
    {
        var now = _time.Now();
        foreach (var resourceMetrics in request.ResourceMetrics)
        {
            var resource = Resources.Get(resourceMetrics.Resource, _attributes, now);
            resource.HasMetrics = true;
            foreach (var scopeMetrics in resourceMetrics.ScopeMetrics)
            {
                Metrics.Add(resource, Resources.GetScope(scopeMetrics.Scope, _attributes), scopeMetrics.Metrics, now);
            }
        }
    }
}
