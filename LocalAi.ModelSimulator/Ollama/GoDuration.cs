using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>Durations as Ollama reads them: seconds as a number, or Go's text such as <c>5m</c>, <c>1h30m</c>, <c>-1s</c>.</summary>
internal static partial class GoDuration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return TryFromSeconds(seconds, out duration);
        }

        var match = Whole().Match(text);
        if (!match.Success)
        {
            return false;
        }

        seconds = Part().Matches(match.Groups["parts"].Value).Sum(part =>
            double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * SecondsPer(part.Groups[2].Value));
        return TryFromSeconds(text[0] == '-' ? -seconds : seconds, out duration);
    }

    /// <summary>Negative durations, and those longer than .NET's, mean for ever: <see cref="TimeSpan.MaxValue"/> or below zero.</summary>
    public static bool TryFromSeconds(double seconds, out TimeSpan duration)
    {
        duration = seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue
            : seconds <= TimeSpan.MinValue.TotalSeconds ? TimeSpan.MinValue
            : double.IsNaN(seconds) ? default
            : TimeSpan.FromSeconds(seconds);
        return !double.IsNaN(seconds);
    }

    private static double SecondsPer(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        _ => 1e-9,
    };

    [GeneratedRegex(@"^[-+]?(?<parts>(?:\d+(?:\.\d*)?(?:h|ms|m|s|us|µs|ns))+)$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(\d+(?:\.\d*)?)(h|ms|m|s|us|µs|ns)")]
    private static partial Regex Part();
}
