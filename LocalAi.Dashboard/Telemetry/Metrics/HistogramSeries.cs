namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A histogram's points as totals; deltas are added up, a histogram that stays is kept as its first and its last point.</summary>
internal sealed class HistogramSeries(Instrument instrument, int hash, TelemetryTag[] attributes) : Series(instrument, hash, attributes)
{
    private const int PointBytes = 40;
    private RingBuffer<HistogramPoint> _points;
    private HistogramPoint? _total;

    public override int Count => _points.Count;

    public HistogramPoint[] Points => _points.ToArray();

    /// <summary>The explicit bounds of the last point, so that points of equal bounds share them.</summary>
    public double[]? Bounds => _points.Count > 0 && _points[_points.Count - 1].Counts is ExplicitBuckets buckets ? buckets.Bounds : null;

    /// <summary>Bytes added; 0 where the last point only moved on, or the time is not later than the last point's.</summary>
    public int Add(HistogramPoint point, bool isDelta)
    {
        if (isDelta && _total is { } total)
        {
            point = point with { Count = total.Count + point.Count, Sum = total.Sum + point.Sum, Counts = total.Counts.Add(point.Counts) };
        }

        _total = point;
        var count = _points.Count;
        if (count > 0 && point.Time <= _points[count - 1].Time)
        {
            return 0;
        }

        if (count > 1 && _points[count - 1].Count == point.Count && _points[count - 2].Count == point.Count)
        {
            _points[count - 1] = _points[count - 1] with { Time = point.Time };
            return 0;
        }

        // Idle exports repeat the same counts: the array is then shared with the point before.
        if (count > 0 && _points[count - 1].Count == point.Count)
        {
            point = point with { Counts = _points[count - 1].Counts };
        }

        _points.Add(point);
        return PointBytes + point.Counts.Bytes;
    }

    public override int DropOldest() => PointBytes + _points.RemoveFirst().Counts.Bytes;
}
