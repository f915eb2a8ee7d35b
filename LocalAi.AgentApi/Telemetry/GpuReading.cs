using System.Globalization;

namespace LocalAi.AgentApi.Telemetry;

/// <summary>One GPU as nvidia-smi sees it: utilization 0 to 1, memory in bytes. What the driver does not support is null.</summary>
internal sealed record GpuReading(string Id, string Name, double? Utilization, long? MemoryUsedBytes, long? MemoryTotalBytes)
{
    private const long Mebibyte = 1L << 20;

    /// <summary>The query whose lines <see cref="Parse"/> reads.</summary>
    public static IReadOnlyList<string> Query { get; } =
        ["--query-gpu=index,name,utilization.gpu,memory.used,memory.total", "--format=csv,noheader,nounits"];

    /// <summary>Reads nvidia-smi's csv, for example <c>0, NVIDIA GeForce RTX 4090, 37, 10240, 24564</c> (percent and MiB).</summary>
    public static IReadOnlyList<GpuReading> Parse(string output) =>
    [
        .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Where(fields => fields.Length == 5)
            .Select(fields => new GpuReading(
                fields[0], fields[1], Number(fields[2]) / 100.0, Number(fields[3]) * Mebibyte, Number(fields[4]) * Mebibyte)),
    ];

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
