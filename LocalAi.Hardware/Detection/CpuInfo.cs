using System.Globalization;

namespace LocalAi.Hardware.Detection;

/// <summary>Linux's description of the processor.</summary>
internal sealed record CpuInfo(string Name, int Cores, double ClockHertz, int OperationsPerCycle, bool Virtual)
{
    private const double UnknownClockHertz = 2.5e9;

    /// <summary>Reads /proc/cpuinfo of x86 and ARM. What is not there has a cautious default.</summary>
    public static CpuInfo Parse(string text, int usableCores)
    {
        var processors = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Fields).Where(fields => fields.ContainsKey("processor")).ToList();
        var first = processors.Count > 0 ? processors[0] : [];
        var flags = (first.GetValueOrDefault("flags") ?? first.GetValueOrDefault("Features") ?? "").Split(' ').ToHashSet();
        var physical = processors.Select(fields => (fields.GetValueOrDefault("physical id"), fields.GetValueOrDefault("core id"))).Where(id => id.Item2 is not null).Distinct().Count();
        var cores = physical > 0 ? physical : processors.Count;
        var clock = processors.Select(fields => Megahertz(fields.GetValueOrDefault("cpu MHz"))).DefaultIfEmpty(0).Max();
        return new CpuInfo(
            first.GetValueOrDefault("model name") ?? (flags.Contains("asimd") ? "ARM processor" : "unknown processor"),
            Math.Max(1, Math.Min(cores > 0 ? cores : usableCores, usableCores)),
            clock > 0 ? clock * 1e6 : UnknownClockHertz,
            flags.Contains("avx512f") ? 64 : flags.Contains("avx2") ? 32 : flags.Contains("asimd") ? 16 : 8,
            flags.Contains("hypervisor"));
    }

    private static Dictionary<string, string> Fields(string block)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in block.Split('\n'))
        {
            var colon = line.IndexOf(':');
            if (colon > 0)
            {
                fields[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return fields;
    }

    private static double Megahertz(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 100 and < 10_000 ? value : 0;
}
