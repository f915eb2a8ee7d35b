using System.Globalization;
using LocalAi.Dashboard.Telemetry;

namespace LocalAi.Dashboard.Components;

/// <summary>Numbers as people read them: three digits that matter, and a unit.</summary>
internal static class Quantity
{
    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Nanos(long nanos) => Seconds(UnixTime.Seconds(nanos));

    public static string Seconds(double seconds) => seconds switch
    {
        double.NaN => "–",
        < 0 => "-" + Seconds(-seconds),
        0 => "0 s",
        < 1e-6 => $"{Digits(seconds * 1e9)} ns",
        < 1e-3 => $"{Digits(seconds * 1e6)} µs",
        < 1 => $"{Digits(seconds * 1e3)} ms",
        < 100 => $"{Digits(seconds)} s",
        < 3_600 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s"),
        < 86_400 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 3_600)} h {(int)(seconds / 60 % 60)} min"),
        < 3.2e9 => string.Create(CultureInfo.InvariantCulture, $"{(long)(seconds / 86_400)} d {(int)(seconds / 3_600 % 24)} h"),
        _ => "> 100 years",
    };

    public static string Count(double value) => value switch
    {
        double.NaN => "–",
        < 0 => "-" + Count(-value),
        < 10_000 => value == Math.Floor(value) ? value.ToString("#,0", CultureInfo.InvariantCulture) : Digits(value),
        < 1e6 => $"{Digits(value / 1e3)}k",
        < 1e9 => $"{Digits(value / 1e6)}M",
        < 1e12 => $"{Digits(value / 1e9)}G",
        _ => value.ToString("0.###E0", CultureInfo.InvariantCulture),
    };

    public static string Bytes(double bytes)
    {
        var unit = 0;
        var value = Math.Abs(bytes);
        while (value >= 1024 && unit < ByteUnits.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return $"{(bytes < 0 ? "-" : string.Empty)}{(unit == 0 ? value.ToString("0", CultureInfo.InvariantCulture) : Digits(value))} {ByteUnits[unit]}";
    }

    public static string Percent(double share) => double.IsFinite(share) ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %") : "–";

    /// <summary>Three digits that matter.</summary>
    public static string Digits(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>A metric's value in its unit, by OpenTelemetry's unit codes.</summary>
    public static string Of(double value, string unit) => unit switch
    {
        "s" => Seconds(value),
        "ms" => Seconds(value / 1e3),
        "us" => Seconds(value / 1e6),
        "ns" => Seconds(value / 1e9),
        "By" => Bytes(value),
        "KiBy" => Bytes(value * 1024),
        "MiBy" => Bytes(value * 1024 * 1024),
        "1" or "" => Count(value),
        "%" => $"{Digits(value)} %",
        _ => $"{Count(value)} {unit.Trim('{', '}')}",
    };

    /// <summary>The time of day with milliseconds, in the zone of this machine.</summary>
    public static string Clock(long nanos) => Local(nanos).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string ShortClock(long nanos) => Local(nanos).ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Date(long nanos) => Local(nanos).ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture);

    public static string Ago(double seconds) => seconds < 1 ? "now" : $"{Seconds(Math.Floor(seconds))} ago";

    private static DateTimeOffset Local(long nanos)
    {
        var utc = UnixTime.ToDateTime(nanos);
        return utc.Year is > 1 and < 9_999 ? utc.ToLocalTime() : utc;
    }
}
