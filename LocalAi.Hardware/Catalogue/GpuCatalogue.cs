using System.Globalization;
using LocalAi.Hardware.Machines;
using LocalAi.Hardware.Queries;

namespace LocalAi.Hardware.Catalogue;

/// <summary>Published figures of GPUs. A unified-memory chip stands for its largest configuration; <c>m4-pro-24gb</c> names another.</summary>
public static class GpuCatalogue
{
    private static readonly Lazy<IReadOnlyList<Gpu>> Gpus = new(() => [.. CatalogueFile.Read<GpuEntry>("gpus.json").Select(entry => entry.ToGpu())]);

    /// <summary>All GPUs.</summary>
    public static IReadOnlyList<Gpu> All => Gpus.Value;

    /// <summary>The GPU with <paramref name="id"/>, or null. Case and separators do not matter: <c>RTX 3090</c> is <c>rtx-3090</c>.</summary>
    public static Gpu? Find(string id)
    {
        var wanted = Normalize(id);
        if (All.FirstOrDefault(gpu => gpu.Id == wanted) is { } exact)
        {
            return exact;
        }

        var dash = wanted.LastIndexOf('-');
        if (dash > 0 && wanted.EndsWith("gb", StringComparison.Ordinal)
            && int.TryParse(wanted.AsSpan(dash + 1, wanted.Length - dash - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var gib)
            && All.FirstOrDefault(gpu => gpu.Id == wanted[..dash]) is { } chip
            && (chip.MemoryOptionsGiB.Contains(gib) || chip.MemoryBytes == (long)gib << 30))
        {
            return chip with { Id = wanted, MemoryBytes = (long)gib << 30 };
        }

        return null;
    }

    /// <summary>Up to three ids that look like <paramref name="id"/>.</summary>
    public static IReadOnlyList<string> Near(string id) => NearMatches.Of(Normalize(id), All.Select(gpu => gpu.Id));

    /// <summary>
    /// The entry for a name that a driver prints (<c>NVIDIA GeForce RTX 4090</c>, <c>Apple M4 Pro</c>), with the memory it reports; null when unknown.
    /// </summary>
    public static Gpu? FromDriver(string driverName, long memoryBytes)
    {
        var name = Words(driverName);
        var best = All
            .Where(gpu => Words(gpu.Name).All(name.Contains))
            .OrderByDescending(gpu => Words(gpu.Name).Count)
            .ThenBy(gpu => Math.Abs(gpu.MemoryBytes - memoryBytes))
            .FirstOrDefault();
        return best is null ? null : memoryBytes > 0 ? best with { MemoryBytes = memoryBytes } : best;
    }

    private static string Normalize(string id) =>
        string.Join('-', id.Trim().ToLowerInvariant().Split([' ', '_', '-'], StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("nvidia" or "geforce" or "amd" or "radeon" or "apple")));

    private static HashSet<string> Words(string name) =>
        [.. name.ToUpperInvariant().Split([' ', '-', '(', ')', '/'], StringSplitOptions.RemoveEmptyEntries).Where(word => !word.EndsWith("GB", StringComparison.Ordinal))];
}
