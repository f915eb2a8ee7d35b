using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Models;

/// <summary>
/// Puts a chat turn together: the model calls and tools of one service within one trace, until the service's server span ends it.
/// What that span lasted beyond them is "the rest". Owned by the ingest worker.
/// </summary>
internal sealed class ModelTurns
{
    private const int MaxOpen = 4_096;
    private readonly Dictionary<(TraceId, TelemetryResource), Turn> _open = [];
    private readonly Queue<(TraceId, TelemetryResource)> _order = new();

    /// <summary>False where the span only wraps a call that was counted already: its child is a call of the same model.</summary>
    public bool TryAddCall(TraceSpan span, ModelRequest request, out double toolsBefore)
    {
        var turn = Open(span);
        toolsBefore = 0;
        foreach (var (parent, model) in turn.Calls)
        {
            if (parent == span.Id && model == request.Model.Model)
            {
                return false;
            }
        }

        turn.Calls.Add((span.ParentId, request.Model.Model));
        turn.Model = request.Model;
        turn.Start = Math.Min(turn.Start, span.Start);
        turn.End = Math.Max(turn.End, span.End);
        turn.Seconds += request.Seconds;
        (toolsBefore, turn.UnclaimedTools) = (turn.UnclaimedTools, 0);
        return true;
    }

    /// <summary>The model that called the tool; null while no call of the turn is known, then the time is claimed by the first.</summary>
    public ModelKey? AddTool(TraceSpan span)
    {
        var turn = Open(span);
        var seconds = UnixTime.Seconds(span.Duration);
        turn.Seconds += seconds;
        if (turn.Model is null)
        {
            turn.UnclaimedTools += seconds;
        }

        return turn.Model;
    }

    /// <summary>When the span ends a turn: its model and the seconds beyond model calls and tools.</summary>
    public (ModelKey Model, double RestSeconds)? TryEnd(TraceSpan span)
    {
        if (span.Kind != SpanKind.Server
            || !_open.TryGetValue((span.TraceId, span.Resource), out var turn)
            || turn.Model is null
            || span.Start > turn.Start
            || span.End < turn.End)
        {
            return null;
        }

        _open.Remove((span.TraceId, span.Resource));
        return (turn.Model, Math.Max(0, UnixTime.Seconds(span.Duration) - turn.Seconds));
    }

    private Turn Open(TraceSpan span)
    {
        var key = (span.TraceId, span.Resource);
        if (!_open.TryGetValue(key, out var turn))
        {
            // Turns that nothing ends (no server span) are forgotten in the order in which they began.
            while (_order.Count >= MaxOpen)
            {
                _open.Remove(_order.Dequeue());
            }

            turn = new Turn();
            _open.Add(key, turn);
            _order.Enqueue(key);
        }

        return turn;
    }

    private sealed class Turn
    {
        public List<(ulong Parent, string Model)> Calls { get; } = [];

        public ModelKey? Model { get; set; }

        public long Start { get; set; } = long.MaxValue;

        public long End { get; set; } = long.MinValue;

        public double Seconds { get; set; }

        public double UnclaimedTools { get; set; }
    }
}
