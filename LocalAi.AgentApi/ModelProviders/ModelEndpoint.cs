using System.Net;
using System.Net.Http.Headers;
using LocalAi.AgentApi.ModelProviders.Ollama;
using LocalAi.AgentApi.ModelProviders.OpenAi;
using LocalAi.AgentApi.Privacy;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>
/// One configured endpoint. Which protocol it speaks is asked when it is first needed (<c>GET /api/version</c>: Ollama answers, others do
/// not have it); only an answer is remembered, so a server that starts later is found then.
/// </summary>
internal sealed class ModelEndpoint : IDisposable
{
    private readonly ModelConnectionString _connection;
    private readonly ModelTimeouts _timeouts;
    private readonly ModelPipeline _pipeline;
    private readonly HttpClient _http;
    private volatile IModelServer? _server;

    public ModelEndpoint(ModelConnectionString connection, bool localOnly, ModelTimeouts timeouts, ModelPipeline pipeline)
    {
        _connection = connection;
        _timeouts = timeouts;
        _pipeline = pipeline;
        Root = RootOf(connection.Endpoint);

        // Not from the factory: its resilience handlers cost time on each request and must never repeat a POST to a model. Time-outs are
        // the chat clients' own, between tokens instead of over the whole answer.
        var handler = OutgoingConnections.Handler(localOnly);
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.UseProxy &= !connection.Endpoint.IsLoopback;
        _http = new HttpClient(handler)
        {
            BaseAddress = Root,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (connection.Key is { } key)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>The server's address without <c>/v1</c>, with a slash at the end.</summary>
    public Uri Root { get; }

    /// <summary>Whether this endpoint serves <paramref name="connection"/> too.</summary>
    public bool Serves(ModelConnectionString connection) =>
        RootOf(connection.Endpoint) == Root && connection.Key == _connection.Key && connection.Provider == _connection.Provider;

    /// <summary>The server, once it has said which protocol it speaks.</summary>
    /// <exception cref="ModelServerException">It does not answer.</exception>
    public async ValueTask<IModelServer> ConnectAsync(CancellationToken cancellationToken) =>
        _server ??= await IsOllamaAsync(cancellationToken)
            ? new OllamaServer(_http, Root, _timeouts, _pipeline)
            : new OpenAiServer(_http, _connection, _timeouts, _pipeline);

    public void Dispose() => _http.Dispose();

    private static Uri RootOf(Uri endpoint)
    {
        var address = endpoint.AbsoluteUri.TrimEnd('/');
        return new Uri((address.EndsWith("/v1", StringComparison.Ordinal) && endpoint.AbsolutePath.TrimEnd('/') == "/v1" ? address[..^3] : address) + "/");
    }

    private async Task<bool> IsOllamaAsync(CancellationToken cancellationToken)
    {
        if (_connection.Provider is { } provider)
        {
            return provider == OllamaServer.ProviderName;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var response = await _http.GetAsync("api/version", timeout.Token);
            if (response.StatusCode is HttpStatusCode.OK)
            {
                return (await response.Content.ReadAsStringAsync(timeout.Token)).Contains("\"version\"", StringComparison.Ordinal);
            }

            return (int)response.StatusCode < 500 ? false : throw ModelServerException.Unavailable(Root, inner: null);
        }
        catch (HttpRequestException exception) when (exception.InnerException is NotLocalException refusal)
        {
            throw ModelServerException.NotLocal(Root, refusal);
        }
        catch (HttpRequestException exception)
        {
            throw ModelServerException.Unavailable(Root, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw ModelServerException.Unavailable(Root, exception);
        }
    }
}
