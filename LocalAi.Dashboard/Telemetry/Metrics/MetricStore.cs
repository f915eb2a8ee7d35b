using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>The metric points in memory, per sender. One writer, any number of readers.</summary>
internal sealed class MetricStore(TelemetryLimitsOptions limits, AttributeReader attributes, long began)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TelemetryResource, ResourceMetricStore> _resources = [];
    private long _version;

    public long Version => Volatile.Read(ref _version);

    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _resources.Values.Sum(resource => resource.Bytes);
            }
        }
    }

    /// <summary>Called for every stored number point, in the ingest worker.</summary>
    public Action<Instrument, TelemetryTag[], NumberPoint>? NumberAdded { get; set; }

    public void Add(TelemetryResource resource, TelemetryScope scope, WireFields metrics, long now)
    {
        lock (_gate)
        {
            if (!_resources.TryGetValue(resource, out var store))
            {
                store = new ResourceMetricStore(resource, attributes, limits, began) { NumberAdded = NumberAdded };
                _resources.Add(resource, store);
            }

            foreach (var metric in metrics)
            {
                store.Add(scope, new WireMetric(metric), now);
            }

            while (_resources.Values.Sum(item => item.Bytes) > limits.MaxMetricBytes)
            {
                _resources.Values.MaxBy(item => item.Bytes)!.DropOldest(limits.MaxMetricsCount / 16);
            }

            Interlocked.Increment(ref _version);
        }
    }

    public void Remove(TelemetryResource resource)
    {
        lock (_gate)
        {
            _resources.Remove(resource);
            Interlocked.Increment(ref _version);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _resources.Clear();
            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>Every instrument, or one sender's.</summary>
    public InstrumentSummary[] Instruments(TelemetryResource? resource = null)
    {
        lock (_gate)
        {
            return [.. _resources.Values
                .Where(store => resource is null || store.Resource == resource)
                .SelectMany(store => store.Instruments)
                .Select(InstrumentSummary.Of)];
        }
    }

    /// <summary>A copy of an instrument's series; empty where it is unknown.</summary>
    public SeriesSnapshot[] Series(InstrumentSummary instrument)
    {
        lock (_gate)
        {
            return _resources.TryGetValue(instrument.Resource, out var store) && store.Find(instrument.Scope, instrument.Name) is { } found
                ? [.. found.All().Select(SeriesSnapshot.Of)]
                : [];
        }
    }
}
