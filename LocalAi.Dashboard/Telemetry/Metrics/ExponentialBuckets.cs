namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>
/// Counts of an exponential histogram: bucket <c>i</c> holds values in (base^i, base^(i+1)] with base = 2^(2^-scale), as OpenTelemetry's
/// metrics data model defines it. At most <see cref="MaxBuckets"/> a side: wider ones are merged pairwise into a smaller scale.
/// </summary>
internal sealed class ExponentialBuckets : BucketCounts
{
    public const int MaxBuckets = 320;
    private readonly Side _positive;
    private readonly Side _negative;
    private readonly uint _zero;

    private ExponentialBuckets(int scale, uint zero, Side positive, Side negative)
    {
        Scale = scale;
        _zero = zero;
        _positive = positive;
        _negative = negative;
    }

    public int Scale { get; }

    public uint Zero => _zero;

    public (long Offset, uint[] Counts) Positive => (_positive.Offset, _positive.Counts);

    public (long Offset, uint[] Counts) Negative => (_negative.Offset, _negative.Counts);

    public override int Bytes => 120 + (4 * (_positive.Counts.Length + _negative.Counts.Length));

    public static ExponentialBuckets Of(int scale, ulong zero, long positiveOffset, IReadOnlyList<ulong> positive, long negativeOffset, IReadOnlyList<ulong> negative)
    {
        var (up, down) = (Side.Of(positiveOffset, positive), Side.Of(negativeOffset, negative));
        return Fit(scale, (uint)Math.Min(zero, uint.MaxValue), up, down);
    }

    public override BucketCounts Add(BucketCounts other)
    {
        if (other is not ExponentialBuckets addend)
        {
            return other;
        }

        var scale = CommonScale(addend);
        return new ExponentialBuckets(
            scale,
            _zero + addend._zero,
            Side.Combine(_positive.Down(Scale - scale), addend._positive.Down(addend.Scale - scale), 1),
            Side.Combine(_negative.Down(Scale - scale), addend._negative.Down(addend.Scale - scale), 1));
    }

    public override BucketCounts Since(BucketCounts earlier)
    {
        if (earlier is not ExponentialBuckets start || start._zero > _zero)
        {
            return this;
        }

        var scale = CommonScale(start);
        var positive = Side.Combine(_positive.Down(Scale - scale), start._positive.Down(start.Scale - scale), -1);
        var negative = Side.Combine(_negative.Down(Scale - scale), start._negative.Down(start.Scale - scale), -1);
        return positive.HasFallen || negative.HasFallen ? this : new ExponentialBuckets(scale, _zero - start._zero, positive, negative);
    }

    public override double Quantile(double q)
    {
        var total = _negative.Total + _zero + _positive.Total;
        if (total == 0)
        {
            return double.NaN;
        }

        var rank = q * total;
        double below = 0;
        for (var index = _negative.Counts.Length - 1; index >= 0; index--)
        {
            below += _negative.Counts[index];
            if (below >= rank && _negative.Counts[index] > 0)
            {
                return -Value(_negative.Offset + index);
            }
        }

        below += _zero;
        if (below >= rank && _zero > 0)
        {
            return 0;
        }

        for (var index = 0; index < _positive.Counts.Length; index++)
        {
            below += _positive.Counts[index];
            if (below >= rank && _positive.Counts[index] > 0)
            {
                return Value(_positive.Offset + index);
            }
        }

        return double.NaN;
    }

    // The bucket's middle on the logarithmic scale.
    private double Value(long index) => Math.Pow(2, (index + 0.5) * Math.Pow(2, -Scale));

    private int CommonScale(ExponentialBuckets other)
    {
        var scale = Math.Min(Scale, other.Scale);
        while (Side.Width(_positive.Down(Scale - scale), other._positive.Down(other.Scale - scale)) > MaxBuckets
            || Side.Width(_negative.Down(Scale - scale), other._negative.Down(other.Scale - scale)) > MaxBuckets)
        {
            scale--;
        }

        return scale;
    }

    private static ExponentialBuckets Fit(int scale, uint zero, Side positive, Side negative)
    {
        while (positive.Counts.Length > MaxBuckets || negative.Counts.Length > MaxBuckets)
        {
            (scale, positive, negative) = (scale - 1, positive.Down(1), negative.Down(1));
        }

        return new ExponentialBuckets(scale, zero, positive, negative);
    }

    private readonly record struct Side(long Offset, uint[] Counts)
    {
        public long Total => Counts.Sum(count => (long)count);

        public bool HasFallen { get; private init; }

        public static Side Of(long offset, IReadOnlyList<ulong> counts)
        {
            var result = new uint[counts.Count];
            for (var index = 0; index < result.Length; index++)
            {
                result[index] = (uint)Math.Min(counts[index], uint.MaxValue);
            }

            return new Side(offset, result);
        }

        public static long Width(Side left, Side right) =>
            left.Counts.Length == 0 ? right.Counts.Length
            : right.Counts.Length == 0 ? left.Counts.Length
            : Math.Max(left.Offset + left.Counts.Length, right.Offset + right.Counts.Length) - Math.Min(left.Offset, right.Offset);

        /// <summary>left + sign × right; a negative result marks the side as fallen.</summary>
        public static Side Combine(Side left, Side right, int sign)
        {
            if (right.Counts.Length == 0)
            {
                return left;
            }

            var offset = left.Counts.Length == 0 ? right.Offset : Math.Min(left.Offset, right.Offset);
            var sums = new long[Width(left, right)];
            for (var index = 0; index < left.Counts.Length; index++)
            {
                sums[left.Offset + index - offset] += left.Counts[index];
            }

            for (var index = 0; index < right.Counts.Length; index++)
            {
                sums[right.Offset + index - offset] += sign * (long)right.Counts[index];
            }

            return new Side(offset, [.. sums.Select(sum => (uint)Math.Clamp(sum, 0, uint.MaxValue))]) { HasFallen = sums.Any(sum => sum < 0) };
        }

        /// <summary>The same counts at a scale smaller by <paramref name="steps"/>: each step merges two neighbours.</summary>
        public Side Down(int steps)
        {
            if (steps <= 0 || Counts.Length == 0)
            {
                return this;
            }

            var shift = Math.Min(steps, 62);
            var offset = Offset >> shift;
            var counts = new uint[((Offset + Counts.Length - 1) >> shift) - offset + 1];
            for (var index = 0; index < Counts.Length; index++)
            {
                counts[((Offset + index) >> shift) - offset] += Counts[index];
            }

            return new Side(offset, counts);
        }
    }
}
