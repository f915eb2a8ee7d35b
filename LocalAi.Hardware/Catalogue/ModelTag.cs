using LocalAi.Hardware.Architecture;

namespace LocalAi.Hardware.Catalogue;

/// <summary>An Ollama tag taken apart: <c>llama3.1:8b-instruct-q4_K_M</c> is <c>llama3.1:8b</c> in quantization <c>Q4_K_M</c>.</summary>
/// <param name="Name">Model and size, without variant and quantization.</param>
/// <param name="Quantization">The quantization that the tag names, or null.</param>
public sealed record ModelTag(string Name, Quantization? Quantization)
{
    private static readonly string[] Variants = ["instruct", "chat", "it", "text", "base", "code", "qat", "2507", "thinking"];

    /// <summary>Takes <paramref name="tag"/> apart. Never fails: an unknown part stays in the name.</summary>
    public static ModelTag Parse(string tag)
    {
        var trimmed = tag.Trim();
        if (trimmed.StartsWith("library/", StringComparison.OrdinalIgnoreCase))
        {
            trimmed = trimmed["library/".Length..];
        }

        var colon = trimmed.IndexOf(':');
        if (colon < 0)
        {
            return new ModelTag(trimmed, null);
        }

        var parts = trimmed[(colon + 1)..].Split('-').ToList();
        Quantization? quantization = null;
        while (parts.Count > 1)
        {
            var last = parts[^1];
            if (quantization is null && QuantizationCatalogue.Find(last) is { } found)
            {
                quantization = found;
            }
            else if (!Variants.Contains(last, StringComparer.OrdinalIgnoreCase))
            {
                break;
            }

            parts.RemoveAt(parts.Count - 1);
        }

        return new ModelTag(trimmed[..colon] + ":" + string.Join('-', parts), quantization);
    }
}
