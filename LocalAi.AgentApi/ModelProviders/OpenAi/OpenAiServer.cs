using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;

namespace LocalAi.AgentApi.ModelProviders.OpenAi;

/// <summary>A server that speaks OpenAI's protocol: OpenAI, Groq, Gemini, OpenRouter, llama-server, vLLM.</summary>
internal sealed class OpenAiServer : IModelServer
{
    private static readonly ModelTimeout ListTimeout = new(10);

    private readonly HttpClient _http;
    private readonly ModelConnectionString _connection;
    private readonly Uri _base;

    public OpenAiServer(HttpClient http, ModelConnectionString connection, ModelTimeouts timeouts, ModelPipeline pipeline)
    {
        _http = http;
        _connection = connection;
        _base = new Uri((connection.Endpoint.AbsolutePath == "/" ? new Uri(connection.Endpoint, "/v1") : connection.Endpoint).AbsoluteUri.TrimEnd('/') + "/");
        Provider = connection.Provider ?? NameOf(connection.Endpoint);
        var client = new OpenAIClient(new ApiKeyCredential(connection.Key ?? "none"), new OpenAIClientOptions
        {
            Endpoint = _base,
            Transport = new HttpClientPipelineTransport(http),
            // A POST to a model that is repeated costs a second generation; the waits are ours (OpenAiChatClient).
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        });
        Chat = pipeline.Wrap(new OpenAiChatClient(client, connection, Provider, _base, timeouts));
        Embeddings = pipeline.Wrap(new OpenAiEmbeddingGenerator(client, connection, Provider, _base, timeouts));
    }

    public string Provider { get; }

    public IChatClient Chat { get; }

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings { get; }

    public async Task<IReadOnlyList<ModelDescription>> ListModelsAsync(CancellationToken cancellationToken)
    {
        using var call = new ModelCall(_base, cancellationToken);
        var ids = await call.RunAsync(ListIdsAsync, ListTimeout);
        return [.. ids.Select(id => new ModelDescription(
            id, Provider,
            // The protocol does not say what a model can do; names of embedding models do, by custom.
            id.Contains("embed", StringComparison.OrdinalIgnoreCase) ? [ModelCapabilities.Embedding] : [ModelCapabilities.Chat, ModelCapabilities.Tools],
            ContextLength: null, Simulated: false, _connection.Endpoint, CreatedAt: null))];
    }

    private static string NameOf(Uri endpoint) => endpoint.Host switch
    {
        "api.openai.com" => "openai",
        "api.groq.com" => "groq",
        "generativelanguage.googleapis.com" => "gcp.gemini",
        "openrouter.ai" => "openrouter",
        _ => "openai-compatible",
    };

    private async Task<IReadOnlyList<string>> ListIdsAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(_base, "models"), cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            // Some servers do not list their models; then the configured one is what there is.
            return (int)response.StatusCode is 404 or 405
                ? [_connection.Model]
                : throw ModelServerException.Refused(_base, (int)response.StatusCode, OpenAiErrors.Text(body) ?? $"status {(int)response.StatusCode}");
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ModelServerException.Broken(_base, exception);
        }
    }
}
