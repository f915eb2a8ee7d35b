using System.Globalization;

namespace LocalAi.Hardware.Detection;

/// <summary>Linux's memory sizes, in bytes.</summary>
internal sealed record MemInfo(long TotalBytes, long AvailableBytes)
{
    /// <summary>Reads /proc/meminfo; zero for what is missing.</summary>
    public static MemInfo Parse(string text)
    {
        var total = Kilobytes(text, "MemTotal:");
        var available = Kilobytes(text, "MemAvailable:");
        return new MemInfo(total, available > 0 ? available : total);
    }

    /// <summary>A control group's limit: a number of bytes, <c>max</c>, or a number larger than any memory when there is none.</summary>
    public static long? ParseLimit(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes < 1L << 50 ? bytes : null;

    private static long Kilobytes(string text, string key)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var number, ..]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) && kilobytes < 1L << 40
                ? kilobytes << 10
                : 0;
    }
}
