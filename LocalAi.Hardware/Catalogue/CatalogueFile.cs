using System.Text.Json;

namespace LocalAi.Hardware.Catalogue;

internal static class CatalogueFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The entries of an embedded JSON array.</summary>
    public static IReadOnlyList<T> Read<T>(string name)
    {
        using var stream = typeof(CatalogueFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The catalogue file '{name}' is not embedded in {typeof(CatalogueFile).Assembly.GetName().Name}.");
        return JsonSerializer.Deserialize<IReadOnlyList<T>>(stream, Options)
            ?? throw new InvalidOperationException($"The catalogue file '{name}' is empty.");
    }
}
