using LocalAi.ServiceDefaults;

namespace LocalAi.Dashboard.Telemetry.Traces;

/// <summary>A trace in one line. Times in nanoseconds; <see cref="Resources"/> with their span counts, the root's first.</summary>
public sealed record TraceSummary(
    TraceId Id,
    string Name,
    long Start,
    long Duration,
    int SpanCount,
    int ErrorCount,
    bool HasModelCall,
    IReadOnlyList<(TelemetryResource Resource, int Spans, int Errors)> Resources)
{
    public static TraceSummary Of(TraceId id, IReadOnlyList<TraceSpan> spans)
    {
        var root = spans[0];
        var (start, end) = (long.MaxValue, long.MinValue);
        var errors = 0;
        var models = false;
        var resources = new List<(TelemetryResource Resource, int Spans, int Errors)>(2);
        foreach (var span in spans)
        {
            if (IsBetterRoot(span, root))
            {
                root = span;
            }

            if (span.HasPlausibleTime)
            {
                start = Math.Min(start, span.Start);
                end = Math.Max(end, span.End);
            }

            errors += span.IsError ? 1 : 0;
            models |= span.Kind == SpanKind.Client && span.Attribute(TelemetryNames.Attributes.RequestModel) is not null;
            Count(resources, span);
        }

        var first = resources.FindIndex(entry => entry.Resource == root.Resource);
        (resources[0], resources[first]) = (resources[first], resources[0]);
        return start == long.MaxValue
            ? new TraceSummary(id, root.Name, root.Start, 0, spans.Count, errors, models, resources)
            : new TraceSummary(id, root.Name, start, Math.Max(0, end - start), spans.Count, errors, models, resources);
    }

    // A span without a parent is the root; while it has not come, the earliest span stands in for it.
    private static bool IsBetterRoot(TraceSpan candidate, TraceSpan root) =>
        (candidate.ParentId == 0) == (root.ParentId == 0) ? candidate.Start < root.Start : candidate.ParentId == 0;

    private static void Count(List<(TelemetryResource Resource, int Spans, int Errors)> resources, TraceSpan span)
    {
        for (var index = 0; index < resources.Count; index++)
        {
            if (resources[index].Resource == span.Resource)
            {
                resources[index] = (span.Resource, resources[index].Spans + 1, resources[index].Errors + (span.IsError ? 1 : 0));
                return;
            }
        }

        resources.Add((span.Resource, 1, span.IsError ? 1 : 0));
    }
}
