using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders.Ollama;

/// <summary>A server that speaks Ollama's API: Ollama itself, or the simulator.</summary>
internal sealed class OllamaServer(HttpClient http, Uri endpoint, ModelTimeouts timeouts, ModelPipeline pipeline) : IModelServer
{
    public const string ProviderName = "ollama";

    /// <summary>Ollama adds it to a name without a tag; users leave it out, and so do the names that we show.</summary>
    public const string LatestTag = ":latest";

    private static readonly ModelTimeout ListTimeout = new(10);
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    /// <summary>What <c>/api/show</c> said, by name and digest: it does not change, and asking costs a request per model.</summary>
    private readonly ConcurrentDictionary<(string, string?), OllamaWire.ShowResponse> _shown = new();

    public string Provider => ProviderName;

    public Uri Endpoint => endpoint;

    /// <summary>For requests that only one feature makes; see <see cref="SendAsync"/>.</summary>
    public HttpClient Http => http;

    public IChatClient Chat { get; } = new RequiredToolCalls(pipeline.Wrap(new OllamaChatClient(http, endpoint, timeouts)));

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings { get; } = pipeline.Wrap(new OllamaEmbeddingGenerator(http, endpoint, timeouts));

    public async Task<IReadOnlyList<ModelDescription>> ListModelsAsync(CancellationToken cancellationToken)
    {
        using var call = new ModelCall(endpoint, cancellationToken);
        return await call.RunAsync(ListAsync, ListTimeout);
    }

    /// <summary>What the server has in memory now (<c>/api/ps</c>); sizes in bytes.</summary>
    public async Task<IReadOnlyList<OllamaWire.Running>> ListRunningAsync(CancellationToken cancellationToken)
    {
        using var call = new ModelCall(endpoint, cancellationToken);
        var running = await call.RunAsync(token => GetAsync("api/ps", OllamaJson.Default.RunningList, token), ListTimeout);
        return running.Models ?? [];
    }

    /// <summary>The models on the server's disk (<c>/api/tags</c>); sizes in bytes.</summary>
    public async Task<IReadOnlyList<OllamaWire.Tag>> ListTagsAsync(CancellationToken cancellationToken)
    {
        using var call = new ModelCall(endpoint, cancellationToken);
        var tags = await call.RunAsync(token => GetAsync("api/tags", OllamaJson.Default.TagList, token), ListTimeout);
        return tags.Models ?? [];
    }

    /// <summary>Everything that <c>/api/show</c> says of a model.</summary>
    public async Task<JsonElement> ShowAsync(string model, CancellationToken cancellationToken)
    {
        using var call = new ModelCall(endpoint, cancellationToken);
        return await call.RunAsync(
            token => PostAsync(http, endpoint, "api/show", new(model), OllamaJson.Default.ShowRequest, OllamaJson.Default.JsonElement, token), ListTimeout);
    }

    /// <summary>Ollama's words for what a model can do; null when the server is too old to say.</summary>
    public async Task<IReadOnlyList<string>?> ShowCapabilitiesAsync(string model, CancellationToken cancellationToken)
    {
        using var call = new ModelCall(endpoint, cancellationToken);
        var shown = await call.RunAsync(
            token => PostAsync(http, endpoint, "api/show", new(model), OllamaJson.Default.ShowRequest, OllamaJson.Default.ShowResponse, token), ListTimeout);
        return shown.Capabilities;
    }

    public static string ShortName(string name) => name.EndsWith(LatestTag, StringComparison.Ordinal) ? name[..^LatestTag.Length] : name;

    public static HttpContent Json<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = JsonType;
        return content;
    }

    /// <summary>Sends, and turns an error status into the exception that carries the server's own message.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, Uri endpoint, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            throw ModelServerException.Refused(endpoint, (int)response.StatusCode, ErrorText(body) ?? $"status {(int)response.StatusCode}");
        }
    }

    public static async Task<TResponse> PostAsync<TRequest, TResponse>(
        HttpClient http, Uri endpoint, string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(request, requestType) };
        using var response = await SendAsync(http, endpoint, message, cancellationToken);
        return await ReadAsync(response, endpoint, responseType, cancellationToken);
    }

    private async Task<IReadOnlyList<ModelDescription>> ListAsync(CancellationToken cancellationToken)
    {
        var tags = await GetAsync("api/tags", OllamaJson.Default.TagList, cancellationToken);
        return await Task.WhenAll((tags.Models ?? []).Select(tag => DescribeAsync(tag, cancellationToken)));
    }

    private async Task<ModelDescription> DescribeAsync(OllamaWire.Tag tag, CancellationToken cancellationToken)
    {
        if (!_shown.TryGetValue((tag.Name, tag.Digest), out var shown))
        {
            shown = await PostAsync(
                http, endpoint, "api/show", new(tag.Name), OllamaJson.Default.ShowRequest, OllamaJson.Default.ShowResponse, cancellationToken);
            _shown[(tag.Name, tag.Digest)] = shown;
        }

        var context = shown.ModelInfo?.FirstOrDefault(item => item.Key.EndsWith(".context_length", StringComparison.Ordinal)).Value;
        return new(
            ShortName(tag.Name),
            Provider,
            [.. (shown.Capabilities ?? ["completion"]).Select(Capability).OfType<string>()],
            context is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null,
            tag.Name.StartsWith("simulated/", StringComparison.Ordinal),
            endpoint,
            tag.ModifiedAt,
            tag);
    }

    private static string? Capability(string ollama) => ollama switch
    {
        "completion" => ModelCapabilities.Chat,
        "tools" => ModelCapabilities.Tools,
        "embedding" => ModelCapabilities.Embedding,
        "vision" => ModelCapabilities.Vision,
        _ => null,
    };

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(http, endpoint, message, cancellationToken);
        return await ReadAsync(response, endpoint, type, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, Uri endpoint, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw ModelServerException.Broken(endpoint, inner: null);
        }
        catch (JsonException exception)
        {
            throw ModelServerException.Broken(endpoint, exception);
        }
    }

    private static string? ErrorText(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, OllamaJson.Default.ErrorBody)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
