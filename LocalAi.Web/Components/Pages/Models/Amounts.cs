using System.Globalization;

namespace LocalAi.Web.Components.Pages.Models;

/// <summary>Sizes and rates as this page writes them.</summary>
internal static class Amounts
{
    public static string Gigabytes(long bytes) => bytes < 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");

    public static string Rate(double tokensPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{(tokensPerSecond < 10 ? Math.Round(tokensPerSecond, 1) : Math.Round(tokensPerSecond)):0.#}");

    public static string Tokens(int tokens) => tokens >= 1024 ? string.Create(CultureInfo.InvariantCulture, $"{tokens / 1024}k") : tokens.ToString(CultureInfo.InvariantCulture);

    public static string Parameters(long parameters) => parameters >= 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e9:0.#}B")
        : string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e6:0}M");
}
