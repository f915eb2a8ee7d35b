namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>Where a point's attributes are: senders write them side by side, and then their bytes alone tell the series.</summary>
internal ref struct WireAttributes(ReadOnlySpan<byte> point, int field)
{
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Point { get; } = point;

    /// <summary>The field that has them.</summary>
    public int Field { get; } = field;

    /// <summary>False where other fields are between them, which is allowed and never seen.</summary>
    public bool AreTogether { get; private set; } = true;

    public readonly ReadOnlySpan<byte> Bytes => Point[_start.._end];

    public void Add(int start, int end)
    {
        if (_end == 0)
        {
            _start = start;
        }

        AreTogether &= _end == 0 || _end == start;
        _end = end;
    }
}
