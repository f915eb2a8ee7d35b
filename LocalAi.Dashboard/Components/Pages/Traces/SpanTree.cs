using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Components.Pages.Traces;

/// <summary>A span with its place in the tree. <see cref="IsOrphan"/>: it names a parent that has not come.</summary>
public sealed record SpanRow(TraceSpan Span, int Depth, bool HasChildren, bool IsOrphan);

/// <summary>
/// Orders spans as a tree, parents before children, siblings by start. Works for any input: a parent that is missing or that is its
/// own descendant makes the earliest span of the knot a root.
/// </summary>
internal static class SpanTree
{
    public static List<SpanRow> Build(IReadOnlyList<TraceSpan> spans)
    {
        var byId = new Dictionary<ulong, TraceSpan>(spans.Count);
        foreach (var span in spans)
        {
            byId.TryAdd(span.Id, span);
        }

        var children = spans.Where(span => HasParent(span, byId)).ToLookup(span => span.ParentId);
        var rows = new List<SpanRow>(spans.Count);
        var seen = new HashSet<TraceSpan>();
        foreach (var root in spans.Where(span => !HasParent(span, byId)).OrderBy(span => span.Start))
        {
            Walk(root, children, seen, rows);
        }

        foreach (var span in spans.OrderBy(span => span.Start))
        {
            Walk(span, children, seen, rows);
        }

        return rows;
    }

    /// <summary>The rows that show when the children of these spans are folded.</summary>
    public static List<SpanRow> Visible(List<SpanRow> rows, HashSet<ulong> folded)
    {
        var visible = new List<SpanRow>(rows.Count);
        var hiddenBelow = int.MaxValue;
        foreach (var row in rows)
        {
            if (row.Depth > hiddenBelow)
            {
                continue;
            }

            hiddenBelow = folded.Contains(row.Span.Id) ? row.Depth : int.MaxValue;
            visible.Add(row);
        }

        return visible;
    }

    private static bool HasParent(TraceSpan span, Dictionary<ulong, TraceSpan> byId) =>
        span.ParentId != 0 && span.ParentId != span.Id && byId.ContainsKey(span.ParentId);

    // With a stack of its own: a chain of 20,000 spans would overflow the thread's.
    private static void Walk(TraceSpan root, ILookup<ulong, TraceSpan> children, HashSet<TraceSpan> seen, List<SpanRow> rows)
    {
        var stack = new Stack<(TraceSpan Span, int Depth)>();
        stack.Push((root, 0));
        while (stack.Count > 0)
        {
            var (span, depth) = stack.Pop();
            if (!seen.Add(span))
            {
                continue;
            }

            var below = children[span.Id].Where(child => !seen.Contains(child)).OrderByDescending(child => child.Start).ToArray();
            rows.Add(new SpanRow(span, depth, below.Length > 0, depth == 0 && span.ParentId != 0));
            foreach (var child in below)
            {
                stack.Push((child, depth + 1));
            }
        }
    }
}
