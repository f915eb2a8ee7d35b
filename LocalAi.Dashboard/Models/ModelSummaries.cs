using LocalAi.Dashboard.Telemetry;

namespace LocalAi.Dashboard.Models;

/// <summary>A model over a window, with what is known about it now.</summary>
/// <param name="Concurrency">Requests under way on average over the window.</param>
/// <param name="Active">Requests under way now; null where nobody reports them.</param>
public sealed record ModelSummary(
    ModelKey Key,
    ModelWindow Window,
    LoadedModel? Loaded,
    double Concurrency,
    double? Active,
    IReadOnlyList<ModelFinding> Findings);

/// <summary>Puts activity, archive and gauges together for a window.</summary>
internal sealed class ModelSummaries(ModelActivity activity, ModelGauges gauges, ModelArchive archive, TimeProvider time)
{
    public long Version => activity.Version + gauges.Version;

    /// <summary>Models with activity in the window, the busiest first.</summary>
    public ModelSummary[] Of(TimeWindow window)
    {
        // The current step is part of the window: what ended this second is already there.
        var to = ((time.Now() / UnixTime.NanosPerSecond / window.StepSeconds) + 1) * window.StepSeconds;
        var from = to - ((window.Seconds + window.StepSeconds - 1) / window.StepSeconds * window.StepSeconds);
        var found = window.Seconds > ModelActivity.MinutesKeptSeconds
            ? archive.Query(from, to, window.StepSeconds)
            : activity.Query(from, to, window.StepSeconds);
        var loaded = gauges.Loaded();
        var gpus = gauges.Gpus();
        return [.. found
            .Where(entry => !entry.Value.Total.IsEmpty)
            .OrderBy(entry => entry.Key.IsEmbedding)
            .ThenByDescending(entry => entry.Value.Total.Requests)
            .ThenBy(entry => entry.Key.Model, StringComparer.Ordinal)
            .Select(entry =>
            {
                var server = Array.Find(loaded, model => IsSame(model.Model, entry.Key.Model));
                return new ModelSummary(
                    entry.Key,
                    entry.Value,
                    server,
                    entry.Value.Total.BusySeconds / window.Seconds,
                    gauges.ActiveRequests(entry.Key.Model),
                    ModelFindings.Of(entry.Key, entry.Value.Total, server, gpus));
            })];
    }

    // Ollama adds :latest to a name without a tag.
    private static bool IsSame(string left, string right) =>
        left == right || $"{left}:latest" == right || left == $"{right}:latest";
}
