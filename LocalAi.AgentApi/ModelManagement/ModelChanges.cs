using System.Net.ServerSentEvents;
using System.Text.RegularExpressions;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.Hardware;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;
using LocalAi.Hardware.Catalogue;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>Pulls, deletes, loads and unloads models.</summary>
internal sealed partial class ModelChanges(ModelServers servers, ModelDisk disk, IOptions<AgentOptions> options)
{
    private const int MaximumNameLength = 200;

    private static readonly ModelTimeout ShortTimeout = new(30);

    /// <summary>Begins or continues a download. What can be known before is thrown before: unknown model, no room on the disk.</summary>
    public async Task<IAsyncEnumerable<SseItem<object>>> PullAsync(string? name, CancellationToken cancellationToken)
    {
        var model = CheckName(name, "model");
        var server = await servers.GetAsync(cancellationToken);
        // A simulated model is a name and no file.
        var real = !model.StartsWith(ModelShapes.SimulatedPrefix, StringComparison.Ordinal);
        if (real && ModelCatalogue.Find(model) is { } known)
        {
            var quantization = ModelTag.Parse(model).Quantization ?? QuantizationCatalogue.Get(known.DefaultQuantization);
            disk.Require(server.Endpoint, model, quantization.BytesOf(known).Total);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "api/pull") { Content = OllamaServer.Json(new(model), OllamaJson.Default.ShowRequest) };
        var progress = await ProgressStream.OpenAsync(server, request, model, cancellationToken);
        try
        {
            if (real)
            {
                disk.Require(server.Endpoint, model, progress.FirstTotalBytes);
            }

            return progress.EventsAsync(cancellationToken);
        }
        catch
        {
            progress.Dispose();
            throw;
        }
    }

    /// <summary>Deletes a model from the server.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var model = CheckName(name, "model");
        var server = await servers.GetAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Delete, "api/delete") { Content = OllamaServer.Json(new(model), OllamaJson.Default.ShowRequest) };
        await SendAsync(server, request, ShortTimeout, cancellationToken);
    }

    /// <summary>Loads a model into memory, or throws it out.</summary>
    public async Task LoadAsync(string? name, bool load, CancellationToken cancellationToken)
    {
        var model = CheckName(name, "model");
        var server = await servers.GetAsync(cancellationToken);
        var embeds = await server.ShowCapabilitiesAsync(model, cancellationToken) is { } capabilities && !capabilities.Contains("completion");
        using var request = new HttpRequestMessage(HttpMethod.Post, embeds ? "api/embed" : "api/generate")
        {
            Content = OllamaServer.Json(new OllamaWire.LoadRequest(model, load ? null : "0s", embeds ? [] : null, false), OllamaJson.Default.LoadRequest),
        };
        await SendAsync(server, request, ModelTimeouts.Of(options.Value).FirstToken, cancellationToken);
    }

    /// <summary>Refuses what is no model name: it becomes part of a request to the server.</summary>
    public static string CheckName(string? name, string field)
    {
        var trimmed = name?.Trim() ?? "";
        return trimmed.Length is > 0 and <= MaximumNameLength && NamePattern().IsMatch(trimmed)
            ? trimmed
            : throw new InvalidRequestException(field, $"'{field}' is '{trimmed[..Math.Min(trimmed.Length, 60)]}'; expected a model name such as llama3.1:8b.");
    }

    private static async Task SendAsync(OllamaServer server, HttpRequestMessage request, ModelTimeout limit, CancellationToken cancellationToken)
    {
        using var call = new ModelCall(server.Endpoint, cancellationToken);
        using var response = await call.RunAsync(token => OllamaServer.SendAsync(server.Http, server.Endpoint, request, token), limit);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.\-]*(/[A-Za-z0-9_][A-Za-z0-9_.\-]*){0,3}(:[A-Za-z0-9_][A-Za-z0-9_.\-]*)?$")]
    private static partial Regex NamePattern();
}
