using System.Globalization;
using System.Text.Json;

namespace LocalAi.Hardware.Detection;

/// <summary>AMD's management tool.</summary>
internal static class RocmSmi
{
    public static readonly string[] Programs = ["rocm-smi", "/opt/rocm/bin/rocm-smi"];

    public static readonly string[] Arguments = ["--showproductname", "--showmeminfo", "vram", "--json"];

    private static readonly string[] NameKeys = ["Card Series", "Card series", "Device Name", "Card Model", "Card model"];

    /// <summary>An object for each card: <c>{"card0": {"Card Series": "Radeon RX 7900 XTX", "VRAM Total Memory (B)": "25753026560", …}}</c>. Warnings may precede it.</summary>
    public static IReadOnlyList<FoundGpu> Parse(string output)
    {
        var start = output.IndexOf('{');
        if (start < 0)
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(output[start..]);
            return
            [
                .. json.RootElement.EnumerateObject()
                    .Where(card => card.Name.StartsWith("card", StringComparison.Ordinal) && card.Value.ValueKind == JsonValueKind.Object)
                    .Select(card => new FoundGpu(Name(card.Value), "amd", Bytes(card.Value, "VRAM Total Memory (B)"), Bytes(card.Value, "VRAM Total Used Memory (B)"))),
            ];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Name(JsonElement card) =>
        NameKeys.Select(key => Text(card, key)).FirstOrDefault(name => name is not (null or "" or "N/A") && !name.StartsWith("0x", StringComparison.Ordinal)) ?? "AMD GPU";

    private static long? Bytes(JsonElement card, string key) =>
        long.TryParse(Text(card, key), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    private static string? Text(JsonElement card, string key) => card.TryGetProperty(key, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;
}
