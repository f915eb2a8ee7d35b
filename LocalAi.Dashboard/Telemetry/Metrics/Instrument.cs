namespace LocalAi.Dashboard.Telemetry.Metrics;

public enum InstrumentKind
{
    Gauge,
    Sum,
    Histogram,
}

/// <summary>A sender's instrument and its series. Guarded by its store's lock.</summary>
internal sealed class Instrument(TelemetryResource resource, TelemetryScope scope, string name, string unit, string description, InstrumentKind kind, bool isMonotonic)
{
    private readonly Dictionary<int, Series> _series = [];

    public TelemetryResource Resource { get; } = resource;

    public TelemetryScope Scope { get; } = scope;

    public string Name { get; } = name;

    public string Unit { get; } = unit;

    public string Description { get; } = description;

    public InstrumentKind Kind { get; } = kind;

    /// <summary>A sum that only grows: shown as a rate.</summary>
    public bool IsMonotonic { get; } = isMonotonic;

    public int SeriesCount { get; private set; }

    /// <summary>The series whose point came first last time.</summary>
    public Series? First { get; set; }

    /// <summary>The first series of those with this hash; others follow by <see cref="Series.Next"/>.</summary>
    public Series? FirstWith(int hash) => _series.GetValueOrDefault(hash);

    public void Add(Series series)
    {
        series.Next = _series.GetValueOrDefault(series.Hash);
        _series[series.Hash] = series;
        SeriesCount++;
    }

    public void Remove(Series series)
    {
        SeriesCount--;
        series.IsRemoved = true;

        // A chain of removed series must not outlive the first of them.
        series.Follower = null;
        series.SentAs = null;
        if (First == series)
        {
            First = null;
        }

        if (_series[series.Hash] is var first && first != series)
        {
            while (first!.Next != series)
            {
                first = first.Next;
            }

            first.Next = series.Next;
        }
        else if (series.Next is { } next)
        {
            _series[series.Hash] = next;
        }
        else
        {
            _series.Remove(series.Hash);
        }
    }

    public IEnumerable<Series> All()
    {
        foreach (var first in _series.Values)
        {
            for (var series = first; series is not null; series = series.Next)
            {
                yield return series;
            }
        }
    }
}
