using System.Globalization;

namespace LocalAi.Hardware.Detection;

/// <summary>AMD GPUs that the kernel knows (amdgpu), for machines without rocm-smi.</summary>
internal static class GraphicsDrivers
{
    private const string AmdVendor = "0x1002";

    /// <summary>Cards under /sys/class/drm with dedicated memory of 2 GiB or more; less is an integrated GPU's carve-out.</summary>
    public static IReadOnlyList<FoundGpu> Read(SystemFiles files)
    {
        var gpus = new List<FoundGpu>();
        foreach (var card in files.Directories("sys/class/drm").Where(name => name.StartsWith("card", StringComparison.Ordinal) && !name.Contains('-', StringComparison.Ordinal)))
        {
            var device = $"sys/class/drm/{card}/device";
            if (files.Read($"{device}/vendor")?.Trim() == AmdVendor && Bytes(files.Read($"{device}/mem_info_vram_total")) is { } total and >= 2L << 30)
            {
                var name = files.Read($"{device}/product_name")?.Trim();
                gpus.Add(new FoundGpu(string.IsNullOrEmpty(name) ? "AMD GPU" : name, "amd", total, Bytes(files.Read($"{device}/mem_info_vram_used"))));
            }
        }

        return gpus;
    }

    private static long? Bytes(string? text) => long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
}
