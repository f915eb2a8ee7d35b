using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Queries;

namespace LocalAi.Hardware.Catalogue;

/// <summary>Models that people run locally, by Ollama tag. Shapes are the published configurations.</summary>
public static class ModelCatalogue
{
    private static readonly Lazy<IReadOnlyList<ModelArchitecture>> Models = new(() => CatalogueFile.Read<ModelArchitecture>("models.json"));

    /// <summary>All models, families together, smallest first within a family.</summary>
    public static IReadOnlyList<ModelArchitecture> All => Models.Value;

    /// <summary>
    /// The model a tag names, or null. Accepts Ollama's spellings: <c>llama3.1</c>, <c>llama3.1:latest</c>, <c>llama3.1:8b</c>,
    /// <c>llama3.1:8b-instruct-q4_K_M</c>, in any case.
    /// </summary>
    public static ModelArchitecture? Find(string tag)
    {
        var name = ModelTag.Parse(tag).Name;
        return All.FirstOrDefault(model => Is(model.Tag, name) || model.Aliases.Any(alias => Is(alias, name)));
    }

    /// <summary>Up to three tags that look like <paramref name="tag"/>.</summary>
    public static IReadOnlyList<string> Near(string tag) => NearMatches.Of(ModelTag.Parse(tag).Name, All.SelectMany(model => model.Aliases.Prepend(model.Tag)));

    private static bool Is(string candidate, string name) =>
        candidate.Equals(name, StringComparison.OrdinalIgnoreCase) || (candidate + ":latest").Equals(name, StringComparison.OrdinalIgnoreCase);
}
