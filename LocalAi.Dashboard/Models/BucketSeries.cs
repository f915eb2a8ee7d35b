namespace LocalAi.Dashboard.Models;

/// <summary>Buckets of equal length per model, for a limited time back. Guarded by its owner's lock.</summary>
internal sealed class BucketSeries(long stepSeconds, long keepSeconds)
{
    private readonly Dictionary<ModelKey, SortedList<long, ModelBucket>> _models = [];

    public IEnumerable<ModelKey> Models => _models.Keys;

    public ModelBucket Get(ModelKey model, long seconds)
    {
        if (!_models.TryGetValue(model, out var buckets))
        {
            _models.Add(model, buckets = []);
        }

        var step = seconds / stepSeconds;
        if (!buckets.TryGetValue(step, out var bucket))
        {
            buckets.Add(step, bucket = new ModelBucket());
        }

        return bucket;
    }

    /// <summary>The buckets that begin in [from, to), with their times in seconds since 1970.</summary>
    public IEnumerable<(ModelKey Model, long Seconds, ModelBucket Bucket)> Between(long from, long to)
    {
        foreach (var (model, buckets) in _models)
        {
            for (var index = buckets.Count - 1; index >= 0 && buckets.GetKeyAtIndex(index) * stepSeconds >= from; index--)
            {
                if (buckets.GetKeyAtIndex(index) * stepSeconds < to)
                {
                    yield return (model, buckets.GetKeyAtIndex(index) * stepSeconds, buckets.GetValueAtIndex(index));
                }
            }
        }
    }

    /// <summary>Forgets what is older than is kept, and models of which nothing is left.</summary>
    public void Trim(long nowSeconds)
    {
        var first = (nowSeconds - keepSeconds) / stepSeconds;
        foreach (var (model, buckets) in _models)
        {
            while (buckets.Count > 0 && buckets.GetKeyAtIndex(0) < first)
            {
                buckets.RemoveAt(0);
            }

            if (buckets.Count == 0)
            {
                _models.Remove(model);
            }
        }
    }
}
