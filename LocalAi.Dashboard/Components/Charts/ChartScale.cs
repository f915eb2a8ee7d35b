namespace LocalAi.Dashboard.Components.Charts;

/// <summary>Round numbers for an axis.</summary>
internal static class ChartScale
{
    /// <summary>About <paramref name="count"/> round values from 0 to at least <paramref name="max"/> (steps of 1, 2 or 5 times a power of ten).</summary>
    public static double[] Ticks(double max, int count = 4)
    {
        if (!(max > 0) || !double.IsFinite(max))
        {
            return [0, 1];
        }

        var rough = max / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
        var ticks = new double[(int)Math.Ceiling((max / step) - 1e-9) + 1];
        for (var index = 0; index < ticks.Length; index++)
        {
            ticks[index] = index * step;
        }

        return ticks;
    }
}
