namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A gauge's or a sum's points; deltas are added up, a value that stays is kept as its first and its last point.</summary>
internal sealed class NumberSeries(Instrument instrument, int hash, TelemetryTag[] attributes) : Series(instrument, hash, attributes)
{
    private const int PointBytes = 24;
    private RingBuffer<NumberPoint> _points;
    private double _total;

    public override int Count => _points.Count;

    public NumberPoint[] Points => _points.ToArray();

    public NumberPoint Last => _points[_points.Count - 1];

    /// <summary>Bytes added; 0 where the last point only moved on, or the time is not later than the last point's.</summary>
    public int Add(long time, double value, bool isDelta)
    {
        if (isDelta)
        {
            value = _total += value;
        }

        var count = _points.Count;
        if (count > 0 && time <= _points[count - 1].Time)
        {
            return 0;
        }

        if (count > 1 && _points[count - 1].Value.Equals(value) && _points[count - 2].Value.Equals(value))
        {
            _points[count - 1] = new NumberPoint(time, value);
            return 0;
        }

        _points.Add(new NumberPoint(time, value));
        return PointBytes;
    }

    public override int DropOldest()
    {
        _points.RemoveFirst();
        return PointBytes;
    }
}
