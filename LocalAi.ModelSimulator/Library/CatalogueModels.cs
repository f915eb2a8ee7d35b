using System.Globalization;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;

namespace LocalAi.ModelSimulator.Library;

/// <summary>
/// The models of LocalAi.Hardware's catalogue as the simulator shows them: <c>simulated/qwen3:14b</c> has the shape, size and, with a
/// configured GPU, the speed of Ollama's <c>qwen3:14b</c>. What it says comes from the simulator all the same.
/// </summary>
internal static class CatalogueModels
{
    private const string Prefix = ModelName.Namespace + "/";

    /// <summary>The model of that full name, or null when the catalogue does not know it.</summary>
    public static SimulatedModel? Find(string normalizedName)
    {
        if (!normalizedName.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var tag = normalizedName[Prefix.Length..];
        return ModelCatalogue.Find(tag) is { } shape ? Create(normalizedName, tag, shape) : null;
    }

    private static SimulatedModel Create(string name, string tag, ModelArchitecture shape)
    {
        var quantization = ModelTag.Parse(tag).Quantization ?? QuantizationCatalogue.Get(shape.DefaultQuantization);
        var family = GgufKeys.FamilyOf(shape);
        return new SimulatedModel
        {
            Name = name,
            Origin = name,
            Description = $"Has the shape, size and speed of Ollama's {shape.Tag} in {quantization.Name}, and none of its knowledge.",
            Capabilities = Capabilities(shape),
            ContextLength = shape.Context,
            EmbeddingLength = shape.Embedding ? shape.Hidden : 0,
            Family = family,
            ParameterSize = HumanNumber(shape.Parameters),
            Quantization = quantization.Name,
            Info = GgufKeys.Of(shape, quantization, family),
            WeightsBytes = quantization.BytesOf(shape).Total,
            Shape = shape,
        };
    }

    private static List<string> Capabilities(ModelArchitecture shape)
    {
        if (shape.Embedding)
        {
            return ["embedding"];
        }

        var capabilities = new List<string> { "completion" };
        if (shape.ProjectorParameters > 0)
        {
            capabilities.Add("vision");
        }

        if (shape.Tools)
        {
            capabilities.Add("tools");
        }

        return capabilities;
    }

    // As Ollama writes it: 14.8B, 8.0B, 137M.
    private static string HumanNumber(long parameters) => parameters >= 1_000_000_000
        ? (parameters / 1e9).ToString(parameters >= 100_000_000_000 ? "0" : "0.0", CultureInfo.InvariantCulture) + "B"
        : (parameters / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M";
}
