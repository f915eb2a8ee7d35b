using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Components.Pages.Traces;

/// <summary>What the list of traces is narrowed to. Durations in nanoseconds.</summary>
internal sealed record TraceFilter(string? Resource, string? Text, bool ErrorsOnly, bool ModelsOnly, long? From, long? To)
{
    public bool Accepts(TraceSummary trace) =>
        (!ErrorsOnly || trace.ErrorCount > 0)
        && (!ModelsOnly || trace.HasModelCall)
        && (From is null || trace.Duration >= From)
        && (To is null || trace.Duration < To)
        && (string.IsNullOrEmpty(Resource) || trace.Resources.Any(entry => entry.Resource.DisplayName == Resource || entry.Resource.Name == Resource))
        && (string.IsNullOrEmpty(Text)
            || trace.Name.Contains(Text, StringComparison.OrdinalIgnoreCase)
            || trace.Id.ToString().StartsWith(Text, StringComparison.OrdinalIgnoreCase));
}
