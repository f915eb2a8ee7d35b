using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Library;

/// <summary>The models that can be pulled, and those that are installed: the built-in and configured ones at each start, and what requests installed.</summary>
internal sealed class ModelLibrary
{
    private readonly ConcurrentDictionary<string, InstalledModel> _installed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _saving = new();
    private readonly TimeProvider _time;
    private readonly ModelStore _store;

    public ModelLibrary(TimeProvider time, IOptions<SimulatorOptions> options, ModelStore store)
    {
        _time = time;
        _store = store;
        SimulatedModel[] always = [BuiltInModels.Extractive, BuiltInModels.HashedNgrams, .. options.Value.Tags.Select(tag => FindInCatalogue($"{ModelName.Namespace}/{tag}")!)];
        foreach (var model in always)
        {
            _installed[model.Name] = new InstalledModel(model, time.GetUtcNow(), Remembered: false);
        }

        foreach (var model in store.Load())
        {
            _installed[model.Model.Name] = model;
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

    public void Install(SimulatedModel model)
    {
        _installed[model.Name] = new InstalledModel(model, _time.GetUtcNow(), Remembered: true);
        Save();
    }

    public void Delete(string name)
    {
        if (ModelName.Normalize(name) is { } normalized && _installed.TryRemove(normalized, out _))
        {
            Save();
        }
    }

    private void Save()
    {
        lock (_saving)
        {
            _store.Save(Installed.Where(model => model.Remembered));
        }
    }
}
