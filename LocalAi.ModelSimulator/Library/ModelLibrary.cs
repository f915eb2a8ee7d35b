using System.Collections.Concurrent;

namespace LocalAi.ModelSimulator.Library;

/// <summary>The models that can be pulled, and those that are installed. Kept in memory: a restart installs the built-in ones again.</summary>
internal sealed class ModelLibrary
{
    private readonly ConcurrentDictionary<string, InstalledModel> _installed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SimulatedModel> _catalog = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _time;

    public ModelLibrary(TimeProvider time)
    {
        _time = time;
        foreach (var model in new[] { BuiltInModels.Extractive, BuiltInModels.HashedNgrams })
        {
            _catalog[model.Name] = model;
            Install(model);
        }
    }

    /// <summary>Newest first, as <c>/api/tags</c> lists them; of the same age in the order of their names.</summary>
    public IReadOnlyList<InstalledModel> Installed =>
        [.. _installed.Values.OrderByDescending(model => model.ModifiedAt.ToUnixTimeSeconds()).ThenBy(model => model.Model.Name, StringComparer.Ordinal)];

    /// <summary>The installed model of that name, whatever its case and whether or not it has a tag.</summary>
    public InstalledModel? Find(string name) =>
        ModelName.Normalize(name) is { } normalized && _installed.TryGetValue(normalized, out var model) ? model : null;

    public SimulatedModel? FindInCatalog(string name) =>
        ModelName.Normalize(name) is { } normalized ? _catalog.GetValueOrDefault(normalized) : null;

    public void Install(SimulatedModel model) => _installed[model.Name] = new InstalledModel(model, _time.GetUtcNow());

    public bool Delete(string name) => ModelName.Normalize(name) is { } normalized && _installed.TryRemove(normalized, out _);
}
