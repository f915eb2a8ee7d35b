using System.Globalization;
using LocalAi.AgentApi.Hardware;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;
using LocalAi.Hardware.Queries;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>Installed models and the catalogue, each with what to expect of it and what was measured.</summary>
internal sealed class ModelLibrary(ModelServers servers, ModelCatalog catalog, MachineInventory inventory, MeasuredSpeeds speeds)
{
    // Below this part of the expected low end something is wrong, not merely unlucky.
    private const double MuchSlower = 0.8;

    /// <summary>What is installed now.</summary>
    public async Task<ModelContracts.Library> ListAsync(CancellationToken cancellationToken)
    {
        var described = (await catalog.ListAsync(cancellationToken)).ToDictionary(model => model.Id, StringComparer.Ordinal);
        var measured = await speeds.GetAsync(cancellationToken);
        if (await servers.FindAsync(cancellationToken) is not { } server)
        {
            return new(described.Values.FirstOrDefault()?.Provider ?? "", false,
                [.. described.Values.Select(model => new ModelContracts.Installed(model.Id, 0, null, model.ContextLength, model.Capabilities, model.Simulated, null, null, measured.GetValueOrDefault(model.Id), null))]);
        }

        var machine = await inventory.GetMachineAsync(cancellationToken);
        var running = (await server.ListRunningAsync(cancellationToken)).ToDictionary(model => model.Name, StringComparer.Ordinal);
        var models = new List<ModelContracts.Installed>();
        foreach (var tag in await server.ListTagsAsync(cancellationToken))
        {
            var name = OllamaServer.ShortName(tag.Name);
            var description = described.GetValueOrDefault(name);
            var loaded = running.TryGetValue(tag.Name, out var found) ? ToLoaded(found) : null;
            var expected = await ExpectAsync(server, tag, loaded?.ContextLength, machine, cancellationToken);
            var speed = measured.GetValueOrDefault(name) ?? measured.GetValueOrDefault(tag.Name);
            models.Add(new(
                name, tag.Size ?? 0, tag.Details?.QuantizationLevel, description?.ContextLength, description?.Capabilities ?? [],
                description?.Simulated ?? false, loaded, expected, speed, NoteOn(loaded, expected, speed)));
        }

        return new(server.Provider, true, models);
    }

    /// <summary>The catalogue on the machine that models run on.</summary>
    public async Task<ModelContracts.Catalogue> ListCatalogueAsync(CancellationToken cancellationToken)
    {
        var machine = await inventory.GetMachineAsync(cancellationToken);
        var names = (await catalog.ListAsync(cancellationToken)).Select(model => model.Id).ToList();
        var installed = names.Select(name => ModelCatalogue.Find(ModelShapes.CatalogueTag(name))?.Tag).ToHashSet();
        // A server with nothing but simulated models is the simulator: what is pulled there is simulated too, and called so.
        var simulated = names.Count > 0 && names.All(name => name.StartsWith(ModelShapes.SimulatedPrefix, StringComparison.Ordinal));
        return new([.. ModelCatalogue.All.Select(model => new ModelContracts.CatalogueEntry(
            model.Tag, simulated ? ModelShapes.SimulatedPrefix + model.Tag : model.Tag, model.Parameters, model.Context, model.Tools, model.Embedding,
            installed.Contains(model.Tag), Estimator.Estimate(FitRequest.For(model, machine))))]);
    }

    private static async Task<FitEstimate?> ExpectAsync(OllamaServer server, OllamaWire.Tag tag, int? contextLength, Machine machine, CancellationToken cancellationToken)
    {
        if (await ModelShapes.ReadAsync(server, tag.Name, tag.Size, cancellationToken) is not { } known)
        {
            return null;
        }

        var context = contextLength is > 0 && contextLength < known.Architecture.Context ? contextLength : null;
        return Estimator.Estimate(new EstimateQuery { Context = context?.ToString(CultureInfo.InvariantCulture) }.ToRequest(machine, known));
    }

    private static ModelContracts.Loaded ToLoaded(OllamaWire.Running model) =>
        new(model.Size, model.SizeVram, model.Size > 0 ? Math.Clamp((double)model.SizeVram / model.Size, 0, 1) : 0, model.ContextLength, model.ExpiresAt);

    private static string? NoteOn(ModelContracts.Loaded? loaded, FitEstimate? expected, ModelContracts.Measured? measured)
    {
        if (loaded is { GpuShare: > 0 and < 0.995 })
        {
            return string.Create(CultureInfo.InvariantCulture, $"{1 - loaded.GpuShare:0%} of this model spilled to the CPU and slows every token. A smaller context, a q8_0 KV cache or a smaller quantization brings it back.");
        }

        if (loaded is { GpuShare: 0 } && expected is { Fit: Fit.Gpu or Fit.Split })
        {
            return "The server runs this model on the CPU although a GPU has room for it: check its driver, or the container's access to the GPU.";
        }

        return measured is not null && expected is { DecodeTokensPerSecond.Low: > 0 } && measured.DecodeTokensPerSecond < MuchSlower * expected.DecodeTokensPerSecond.Low
            ? string.Create(CultureInfo.InvariantCulture, $"Measured {measured.DecodeTokensPerSecond:0.#} tokens/s, expected {expected.DecodeTokensPerSecond.Low:0.#} or more: another program may use the GPU or the memory.")
            : null;
    }
}
