using System.Globalization;
using LocalAi.Hardware.Estimation;

namespace LocalAi.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    public static string Gibibytes(long bytes) => Text($"{bytes / (double)(1L << 30):0.0} GiB");

    /// <summary>In the unit that keeps it short.</summary>
    public static string Size(long bytes) => bytes < 1 << 10 ? Text($"{bytes} bytes") : bytes < 1 << 20 ? Text($"{bytes / 1024.0:0.0} KiB") : bytes < 1 << 30 ? Text($"{bytes / (double)(1 << 20):0.0} MiB") : Gibibytes(bytes);

    public static string Rate(TokenRate rate) => rate.Expected > 0 ? Text($"{rate.Expected:0.#} tokens/s ({rate.Low:0.#} to {rate.High:0.#})") : "–";

    public static string Speed(TokenRate rate) => rate.Expected > 0 ? Text($"{rate.Expected:0.#}") : "–";

    public static string Seconds(double seconds) => Text($"{seconds:0.##} s");

    public static string Start(double seconds) => seconds < 10 ? Text($"{seconds:0.0} s") : Text($"{seconds:0} s");

    public static string Tokens(int tokens) => Text($"{tokens:N0}");

    public static string Where(Fit fit) => fit switch { Fit.Gpu => "GPU", Fit.Split => "split", Fit.Cpu => "CPU", _ => "no" };

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
