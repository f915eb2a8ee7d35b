using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Queries;

namespace LocalAi.Hardware.Catalogue;

/// <summary>llama.cpp's quantizations, fewest bits first.</summary>
public static class QuantizationCatalogue
{
    private static readonly Lazy<IReadOnlyList<Quantization>> Quantizations = new(() => CatalogueFile.Read<Quantization>("quantizations.json"));

    /// <summary>All quantizations.</summary>
    public static IReadOnlyList<Quantization> All => Quantizations.Value;

    /// <summary>The quantization called <paramref name="name"/> in any case, or null. <c>fp16</c> is F16.</summary>
    public static Quantization? Find(string name)
    {
        var wanted = name.Equals("fp16", StringComparison.OrdinalIgnoreCase) ? "F16" : name.Trim();
        return All.FirstOrDefault(quantization => quantization.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The quantization called <paramref name="name"/>, which must exist.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Quantization Get(string name) => Find(name) ?? throw new ArgumentException($"No quantization is called '{name}'.", nameof(name));

    /// <summary>Up to three names that look like <paramref name="name"/>.</summary>
    public static IReadOnlyList<string> Near(string name) => NearMatches.Of(name, All.Select(quantization => quantization.Name));
}
