using System.Globalization;
using System.Text.Json;

namespace LocalAi.Hardware.Detection;

/// <summary>macOS's inventory.</summary>
internal static class SystemProfiler
{
    public static readonly string[] Arguments = ["SPHardwareDataType", "-json"];

    /// <summary>Chip, memory and cores of a Mac; null when the output says nothing of the kind (an Intel Mac has no <c>chip_type</c>).</summary>
    public static (string Chip, long MemoryBytes, int Cores)? Parse(string output)
    {
        try
        {
            using var json = JsonDocument.Parse(output);
            if (!json.RootElement.TryGetProperty("SPHardwareDataType", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            {
                return null;
            }

            var hardware = list[0];
            return Text(hardware, "chip_type") is { Length: > 0 } chip && Gigabytes(Text(hardware, "physical_memory")) is { } memory
                ? (chip, memory, Cores(Text(hardware, "number_processors")))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Gigabytes(string? text) =>
        text?.Split(' ') is [var number, "GB"] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var gigabytes) ? (long)gigabytes << 30 : null;

    /// <summary><c>proc 14:10:4</c>: all, performance, efficiency.</summary>
    private static int Cores(string? text) =>
        int.TryParse(text?.Replace("proc ", "", StringComparison.Ordinal).Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var cores) ? cores : 0;
}
