using System.Globalization;

namespace LocalAi.Hardware.Detection;

/// <summary>NVIDIA's management tool.</summary>
internal static class NvidiaSmi
{
    public static readonly string[] Programs = ["nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi"];

    public static readonly string[] Arguments = ["--query-gpu=name,memory.total,memory.used", "--format=csv,noheader,nounits"];

    /// <summary>One GPU a line: <c>NVIDIA GeForce RTX 4090, 24564, 512</c>; sizes in MiB, or a word in brackets where the driver cannot tell.</summary>
    public static IReadOnlyList<FoundGpu> Parse(string output)
    {
        var gpus = new List<FoundGpu>();
        foreach (var line in output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length >= 2 && fields[0].Length > 0 && !fields[0].StartsWith('['))
            {
                gpus.Add(new FoundGpu(fields[0], "nvidia", MiB(fields[1]), fields.Length > 2 ? MiB(fields[2]) : null));
            }
        }

        return gpus;
    }

    private static long? MiB(string field) => long.TryParse(field.Replace("MiB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < 1 << 24
        ? value << 20
        : null;
}
