using System.Text.Json;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Queries;

namespace LocalAi.Hardware.Ollama;

/// <summary>Reads a model's shape from Ollama's answer to <c>POST /api/show</c>.</summary>
public static class OllamaModelReader
{
    /// <summary>The model <paramref name="tag"/> that <paramref name="show"/> describes.</summary>
    /// <param name="tag">Its name on the server.</param>
    /// <param name="show">The body of the answer.</param>
    /// <param name="fileBytes"><c>size</c> from <c>/api/tags</c>, when known.</param>
    /// <exception cref="ModelMetadataException">The answer has no usable <c>model_info</c>.</exception>
    public static KnownModel Read(string tag, JsonElement show, long? fileBytes = null)
    {
        if (show.ValueKind != JsonValueKind.Object || !show.TryGetProperty("model_info", out var info) || info.ValueKind != JsonValueKind.Object)
        {
            throw new ModelMetadataException("The server's answer has no model_info: its version is too old, or it is not Ollama.");
        }

        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var property in info.EnumerateObject())
        {
            if (Value(property.Value) is { } value)
            {
                values[property.Name] = value;
            }
        }

        var metadata = new ModelMetadata(values) { HasOutput = HasOutput(show) };
        var architecture = metadata.ToArchitecture(tag);
        var capabilities = Names(show, "capabilities");
        architecture = architecture with
        {
            Embedding = architecture.Embedding || (capabilities.Contains("embedding") && !capabilities.Contains("completion")),
            Tools = capabilities.Contains("tools"),
        };
        var level = show.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object
            && details.TryGetProperty("quantization_level", out var name) && name.ValueKind == JsonValueKind.String
                ? QuantizationCatalogue.Find(name.GetString()!)
                : null;
        return new KnownModel(architecture, level ?? metadata.FileType(), fileBytes > 0 ? fileBytes : null);
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out var number) ? number : element.GetDouble(),
        JsonValueKind.Array => Integers(element),
        _ => null,
    };

    private static long[]? Integers(JsonElement array) =>
        array.GetArrayLength() is > 0 and <= 4096 && array.EnumerateArray().All(item => item.ValueKind is JsonValueKind.True or JsonValueKind.False || (item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out _)))
            ? [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number ? item.GetInt64() : item.GetBoolean() ? 1L : 0L)]
            : null;

    private static bool? HasOutput(JsonElement show) =>
        show.TryGetProperty("tensors", out var tensors) && tensors.ValueKind == JsonValueKind.Array && tensors.GetArrayLength() > 0
            ? tensors.EnumerateArray().Any(tensor => tensor.ValueKind == JsonValueKind.Object && tensor.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == "output.weight")
            : null;

    private static HashSet<string> Names(JsonElement show, string property) =>
        show.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
}
