using System.Net;
using System.Net.ServerSentEvents;
using System.Security.Cryptography;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>Makes a model from a Modelfile: a base model or GGUF file, an adapter, a prompt and parameters. Everything is checked before the server is asked.</summary>
internal sealed class ModelCreation(ModelServers servers, AdapterFiles files, ModelCatalog catalog)
{
    // A 40 GB file to a server across a slow network.
    private static readonly ModelTimeout UploadTimeout = new(3600);

    /// <summary>Begins to create <paramref name="name"/>.</summary>
    public async Task<IAsyncEnumerable<SseItem<object>>> CreateAsync(string? name, string? text, CancellationToken cancellationToken)
    {
        var model = ModelChanges.CheckName(name, "name");
        var modelfile = Modelfile.Parse(text);
        var from = modelfile.FromFile ? files.Resolve("FROM", modelfile.From) : null;
        var adapter = modelfile.Adapter is null ? null : files.Resolve("ADAPTER", modelfile.Adapter);
        var server = await servers.GetAsync(cancellationToken);
        if (from is null && !(await catalog.ListAsync(cancellationToken)).Any(known => known.Answers(modelfile.From)))
        {
            throw Modelfile.Invalid($"FROM {modelfile.From} is not installed; pull it first");
        }

        var request = new OllamaWire.CreateRequest(
            model,
            from is null ? modelfile.From : null,
            from is null ? null : await UploadAsync(server, from, cancellationToken),
            adapter is null ? null : await UploadAsync(server, adapter, cancellationToken),
            modelfile.Template,
            modelfile.System,
            modelfile.Parameters.Count == 0 ? null : modelfile.Parameters.ToDictionary(item => item.Key, item => ToJson(item.Value)));
        using var message = new HttpRequestMessage(HttpMethod.Post, "api/create") { Content = OllamaServer.Json(request, OllamaJson.Default.CreateRequest) };
        return (await ProgressStream.OpenAsync(server, message, model, cancellationToken)).EventsAsync(cancellationToken);
    }

    /// <summary>Hands a file to the server by its digest, unless it has it already.</summary>
    private static async Task<Dictionary<string, string>> UploadAsync(OllamaServer server, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var digest = "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        using var call = new ModelCall(server.Endpoint, cancellationToken);
        using var head = new HttpRequestMessage(HttpMethod.Head, $"api/blobs/{digest}");
        using var known = await call.RunAsync(token => server.Http.SendAsync(head, token), UploadTimeout);
        if (known.StatusCode is not HttpStatusCode.OK)
        {
            file.Position = 0;
            using var upload = new HttpRequestMessage(HttpMethod.Post, $"api/blobs/{digest}") { Content = new StreamContent(file) };
            using var stored = await call.RunAsync(token => OllamaServer.SendAsync(server.Http, server.Endpoint, upload, token), UploadTimeout);
        }

        return new Dictionary<string, string> { [Path.GetFileName(path)] = digest };
    }

    private static System.Text.Json.JsonElement ToJson(object value) => value switch
    {
        long number => System.Text.Json.JsonSerializer.SerializeToElement(number, OllamaJson.Default.Int64),
        double number => System.Text.Json.JsonSerializer.SerializeToElement(number, OllamaJson.Default.Double),
        _ => System.Text.Json.JsonSerializer.SerializeToElement((string[])value, OllamaJson.Default.StringArray),
    };
}
