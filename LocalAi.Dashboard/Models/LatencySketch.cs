namespace LocalAi.Dashboard.Models;

/// <summary>
/// Quantiles of positive values (seconds) within 1 % of the true value, from counts in logarithmic buckets; sketches of the same kind
/// add up without loss. Source: Masson, Rim, Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error
/// guarantees", PVLDB 12(12), 2019. Values are kept between 1 µs and 1,000,000 s.
/// </summary>
public sealed class LatencySketch
{
    private const double RelativeError = 0.01;
    private const double Least = 1e-6;
    private const double Most = 1e6;
    private const double Gamma = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double LogGamma = Math.Log(Gamma);

    // Sorted by index. A minute has a few dozen buckets at most: insertion into a short list beats a dictionary in time and memory.
    private readonly List<(short Index, int Count)> _buckets = [];

    public long Count { get; private set; }

    internal IReadOnlyList<(short Index, int Count)> Buckets => _buckets;

    public void Add(double value)
    {
        if (double.IsFinite(value) && value > 0)
        {
            Add((short)Math.Ceiling(Math.Log(Math.Clamp(value, Least, Most)) / LogGamma), 1);
        }
    }

    public void Add(LatencySketch other)
    {
        foreach (var (index, count) in other._buckets)
        {
            Add(index, count);
        }
    }

    /// <summary>The value below which the share <paramref name="q"/> (0 to 1) lies; NaN where there is none.</summary>
    public double Quantile(double q)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var rank = q * (Count - 1);
        long below = 0;
        foreach (var (index, count) in _buckets)
        {
            below += count;
            if (below > rank)
            {
                return ValueOf(index);
            }
        }

        return ValueOf(_buckets[^1].Index);
    }

    internal void Add(short index, int count)
    {
        Count += count;
        var (low, high) = (0, _buckets.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _buckets[middle].Index < index ? (middle + 1, high) : (low, middle);
        }

        if (low < _buckets.Count && _buckets[low].Index == index)
        {
            _buckets[low] = (index, (int)Math.Min(int.MaxValue, (long)_buckets[low].Count + count));
        }
        else
        {
            _buckets.Insert(low, (index, count));
        }
    }

    private static double ValueOf(short index) => 2 * Math.Pow(Gamma, index) / (Gamma + 1);
}
