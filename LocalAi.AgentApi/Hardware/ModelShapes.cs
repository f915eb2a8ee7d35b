using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Ollama;
using LocalAi.Hardware.Queries;

namespace LocalAi.AgentApi.Hardware;

/// <summary>The shape of a model that an estimate is asked for: the server's own numbers where it has the model, else the catalogue's.</summary>
internal sealed class ModelShapes(ModelCatalog catalog)
{
    /// <summary>What simulated models are called before the tag whose shape they have.</summary>
    public const string SimulatedPrefix = "simulated/";

    /// <summary>The catalogue's name for <paramref name="model"/>.</summary>
    public static string CatalogueTag(string model) =>
        model.StartsWith(SimulatedPrefix, StringComparison.OrdinalIgnoreCase) ? model[SimulatedPrefix.Length..] : model;

    /// <summary>A model that the catalogue does not know but an Ollama server has; null when none has it either.</summary>
    public async Task<KnownModel?> FindOnServersAsync(string model, CancellationToken cancellationToken)
    {
        foreach (var server in await catalog.OllamaServersAsync(cancellationToken))
        {
            if (await ReadAsync(server, model, null, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The shape of an installed model; null when the server's numbers are not those of a language model.</summary>
    public static async Task<KnownModel?> ReadAsync(OllamaServer server, string model, long? sizeBytes, CancellationToken cancellationToken)
    {
        if (ModelCatalogue.Find(CatalogueTag(model)) is { } known)
        {
            return new KnownModel(known, ModelTag.Parse(CatalogueTag(model)).Quantization, sizeBytes);
        }

        try
        {
            return OllamaModelReader.Read(model, await server.ShowAsync(model, cancellationToken), sizeBytes);
        }
        catch (Exception error) when (error is ModelMetadataException or ModelServerException { StatusCode: 404 })
        {
            return null;
        }
    }
}
