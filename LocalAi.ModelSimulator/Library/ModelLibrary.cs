using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Library;

/// <summary>The models that can be pulled, and those that are installed. Kept in memory: a restart installs the built-in ones again.</summary>
internal sealed class ModelLibrary
{
    private readonly ConcurrentDictionary<string, InstalledModel> _installed = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;

    public ModelLibrary(TimeProvider time, IOptions<SimulatorOptions> options)
    {
        _time = time;
        Install(BuiltInModels.Extractive);
        Install(BuiltInModels.HashedNgrams);
        foreach (var tag in options.Value.Tags)
        {
            Install(FindInCatalogue(ModelName.Namespace + "/" + tag)!);
        }
    }

    /// <summary>Newest first, as <c>/api/tags</c> lists them; of the same age in the order of their names.</summary>
    public IReadOnlyList<InstalledModel> Installed =>
        [.. _installed.Values.OrderByDescending(model => model.ModifiedAt.ToUnixTimeSeconds()).ThenBy(model => model.Model.Name, StringComparer.Ordinal)];

    /// <summary>The installed model of that name, whatever its case and whether or not it has a tag.</summary>
    public InstalledModel? Find(string name) =>
        ModelName.Normalize(name) is { } normalized && _installed.TryGetValue(normalized, out var model) ? model : null;

    /// <summary>What can be pulled: the built-in models, and those of the hardware catalogue.</summary>
    public static SimulatedModel? FindInCatalogue(string name) => ModelName.Normalize(name) switch
    {
        null => null,
        var full when full.Equals(BuiltInModels.Chat, StringComparison.OrdinalIgnoreCase) => BuiltInModels.Extractive,
        var full when full.Equals(BuiltInModels.Embedding, StringComparison.OrdinalIgnoreCase) => BuiltInModels.HashedNgrams,
        var full => CatalogueModels.Find(full),
    };

    public void Install(SimulatedModel model) => _installed[model.Name] = new InstalledModel(model, _time.GetUtcNow());

    public bool Delete(string name) => ModelName.Normalize(name) is { } normalized && _installed.TryRemove(normalized, out _);
}
