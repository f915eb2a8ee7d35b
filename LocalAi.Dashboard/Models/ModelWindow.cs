namespace LocalAi.Dashboard.Models;

/// <summary>A model over a window: <see cref="Total"/>, and <see cref="Steps"/> of equal length, empty ones included, the first at <see cref="From"/>.</summary>
public sealed class ModelWindow
{
    private ModelWindow(long from, long step, int count)
    {
        From = from;
        StepSeconds = step;
        Steps = [.. Enumerable.Range(0, count).Select(_ => new ModelBucket())];
    }

    /// <summary>Seconds since 1970.</summary>
    public long From { get; }

    public long StepSeconds { get; }

    public ModelBucket Total { get; } = new();

    public IReadOnlyList<ModelBucket> Steps { get; }

    public long Seconds => Steps.Count * StepSeconds;

    internal static Dictionary<ModelKey, ModelWindow> Collect(
        IEnumerable<(ModelKey Model, long Seconds, ModelBucket Bucket)> buckets, long from, long to, long step)
    {
        var result = new Dictionary<ModelKey, ModelWindow>();
        var count = (int)Math.Max(1, (to - from + step - 1) / step);
        foreach (var (model, seconds, bucket) in buckets)
        {
            if (!result.TryGetValue(model, out var window))
            {
                result.Add(model, window = new ModelWindow(from, step, count));
            }

            window.Total.Add(bucket);
            window.Steps[(int)Math.Clamp((seconds - from) / step, 0, count - 1)].Add(bucket);
        }

        return result;
    }
}
