using System.Globalization;

namespace LocalAi.Web.Components.Pages.Chat;

/// <summary>Measured values as a reader wants them: three digits at most, with their unit.</summary>
internal static class Measure
{
    /// <summary>A time in seconds: <c>85 ms</c>, <c>1.24 s</c>, <c>42.3 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 0.0005 => "0 ms",
        < 0.9995 => Format(seconds * 1000, "0") + " ms",
        < 9.995 => Format(seconds, "0.00") + " s",
        < 59.95 => Format(seconds, "0.0") + " s",
        _ => $"{(int)Math.Round(seconds) / 60} min {(int)Math.Round(seconds) % 60} s",
    };

    /// <summary>A rate: <c>8.25 tokens/s</c>, <c>24.3 tokens/s</c>, <c>1,240 tokens/s</c>.</summary>
    public static string Rate(double tokensPerSecond) => Format(tokensPerSecond, tokensPerSecond switch
    {
        < 9.995 => "0.00",
        < 99.95 => "0.0",
        _ => "#,0",
    }) + " tokens/s";

    /// <summary>A share of 0 to 1: <c>93 %</c>.</summary>
    public static string Share(double share) => Format(Math.Clamp(share, 0, 1) * 100, "0") + " %";

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
