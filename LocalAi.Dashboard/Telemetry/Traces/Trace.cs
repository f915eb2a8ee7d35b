namespace LocalAi.Dashboard.Telemetry.Traces;

/// <summary>The spans of one trace as they arrive, and what the list shows of them. Guarded by its store's lock.</summary>
internal sealed class Trace(TraceId id)
{
    private const int SearchLinearlyUpTo = 16;
    private readonly List<TraceSpan> _spans = new(4);
    private HashSet<ulong>? _ids;
    private TraceSummary? _summary;

    public TraceId Id { get; } = id;

    public long Bytes { get; private set; } = 320;

    public int Count => _spans.Count;

    public TraceSpan[] ToArray() => [.. _spans];

    /// <summary>False for a span that is there already: a sender repeats a batch whose answer it missed.</summary>
    public bool TryAdd(TraceSpan span, int bytes)
    {
        if (Contains(span.Id))
        {
            return false;
        }

        _spans.Add(span);
        _ids?.Add(span.Id);
        Bytes += bytes + 8 + (_ids is null ? 0 : 24);
        _summary = null;
        return true;
    }

    public TraceSummary Summarize() => _summary ??= TraceSummary.Of(Id, _spans);

    private bool Contains(ulong id)
    {
        if (_ids is null && _spans.Count >= SearchLinearlyUpTo)
        {
            _ids = [.. _spans.Select(span => span.Id)];
        }

        if (_ids is not null)
        {
            return _ids.Contains(id);
        }

        foreach (var span in _spans)
        {
            if (span.Id == id)
            {
                return true;
            }
        }

        return false;
    }
}
