using LocalAi.Dashboard.Receiver;
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

    /// <summary>Stores the spans of an accepted export request.</summary>
    public void AddTraces(ReadOnlySpan<byte> request)
    {
        var now = _time.Now();
        foreach (var group in new OtlpGroups(request))
        {
            var resource = Resources.Get(group.Resource, _attributes, now);
            resource.HasTraces = true;
            var scope = Resources.GetScope(group.Scope, _attributes);
            foreach (var span in group.Items)
            {
                if (SpanReader.IsValid(span))
                {
                    _spans.Add((_spanReader.Read(span, resource, scope, now, out var bytes), bytes));
                }
            }
        }

        Traces.Add(_spans, _added);
        SpansAdded?.Invoke(_added);
        _spans.Clear();
        _added.Clear();
    }

    /// <summary>Stores the records of an accepted export request.</summary>
    public void AddLogs(ReadOnlySpan<byte> request)
    {
        var now = _time.Now();
        foreach (var group in new OtlpGroups(request))
        {
            var resource = Resources.Get(group.Resource, _attributes, now);
            resource.HasLogs = true;
            var scope = Resources.GetScope(group.Scope, _attributes);
            foreach (var record in group.Items)
            {
                _entries.Add((_logReader.Read(record, resource, scope, now, out var bytes), bytes));
            }
        }

        Logs.Add(_entries);
        _entries.Clear();
    }

    /// <summary>Stores the points of an accepted export request.</summary>
    public void AddMetrics(ReadOnlySpan<byte> request)
    {
        var now = _time.Now();
        foreach (var group in new OtlpGroups(request))
        {
            var resource = Resources.Get(group.Resource, _attributes, now);
            resource.HasMetrics = true;
            Metrics.Add(resource, Resources.GetScope(group.Scope, _attributes), group.Items, now);
        }
    }
}
