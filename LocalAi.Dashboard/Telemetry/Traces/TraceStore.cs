namespace LocalAi.Dashboard.Telemetry.Traces;

/// <summary>The traces in memory, in the order in which their first span came. One writer, any number of readers.</summary>
internal sealed class TraceStore(TelemetryLimitsOptions limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TraceId, LinkedListNode<Trace>> _byId = [];
    private readonly LinkedList<Trace> _order = [];
    private long _bytes;
    private long _version;

    /// <summary>Changes with every batch.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Estimated bytes held.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public int Count => _byId.Count;

    /// <summary>Adds spans of one sender; returns those that were new.</summary>
    public void Add(IReadOnlyList<(TraceSpan Span, int Bytes)> spans, List<TraceSpan> added)
    {
        lock (_gate)
        {
            LinkedListNode<Trace>? node = null;
            foreach (var (span, bytes) in spans)
            {
                if (node is null || node.Value.Id != span.TraceId)
                {
                    node = Find(span.TraceId);
                }

                var before = node.Value.Bytes;
                if (node.Value.Count < limits.MaxSpansPerTrace && node.Value.TryAdd(span, bytes))
                {
                    _bytes += node.Value.Bytes - before;
                    added.Add(span);
                }
            }

            DropOldest();
            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>Newest first.</summary>
    public TraceSummary[] List()
    {
        lock (_gate)
        {
            var result = new TraceSummary[_order.Count];
            var index = result.Length;
            foreach (var trace in _order)
            {
                result[--index] = trace.Summarize();
            }

            return result;
        }
    }

    /// <summary>Every trace's spans, oldest trace first.</summary>
    public TraceSpan[][] Spans()
    {
        lock (_gate)
        {
            return [.. _order.Select(trace => trace.ToArray())];
        }
    }

    /// <summary>The spans in the order of arrival; empty where the trace is unknown or was dropped.</summary>
    public TraceSpan[] Get(TraceId id)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(id, out var node) ? node.Value.ToArray() : [];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _byId.Clear();
            _order.Clear();
            _bytes = 0;
            Interlocked.Increment(ref _version);
        }
    }

    private LinkedListNode<Trace> Find(TraceId id)
    {
        if (!_byId.TryGetValue(id, out var node))
        {
            node = _order.AddLast(new Trace(id));
            _byId.Add(id, node);
            _bytes += node.Value.Bytes;
        }

        return node;
    }

    private void DropOldest()
    {
        while (_order.First is { } oldest && (_order.Count > limits.MaxTraceCount || (_bytes > limits.MaxTraceBytes && _order.Count > 1)))
        {
            _order.RemoveFirst();
            _byId.Remove(oldest.Value.Id);
            _bytes -= oldest.Value.Bytes;
        }
    }
}
