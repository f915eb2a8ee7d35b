using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders.Ollama;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>Every model of every configured server: who serves a name, and what exists.</summary>
internal sealed partial class ModelCatalog : IDisposable
{
    private readonly ModelEndpoint[] _endpoints;
    private readonly ILogger<ModelCatalog> _logger;
    private volatile IReadOnlyList<Offer> _offers = [];

    public ModelCatalog(
        IOptions<ModelConnectionOptions> connections, IOptions<AgentOptions> options, ModelPipeline pipeline, ILogger<ModelCatalog> logger)
    {
        _logger = logger;
        var chat = connections.Value.ChatConnection;
        var embedding = connections.Value.EmbeddingConnection;
        DefaultChatModel = chat.Model;
        DefaultEmbeddingModel = embedding?.Model;
        var first = new ModelEndpoint(chat, options, pipeline);
        _endpoints = embedding is null || first.Serves(embedding) ? [first] : [first, new ModelEndpoint(embedding, options, pipeline)];
    }

    public string DefaultChatModel { get; }

    public string? DefaultEmbeddingModel { get; }

    /// <summary>Every model, the default chat model first. Servers that do not answer are left out, unless none does.</summary>
    /// <exception cref="ModelServerException">No server answers.</exception>
    public async Task<IReadOnlyList<ModelDescription>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await RefreshOffersAsync(cancellationToken)).Select(offer => offer.Model).OrderByDescending(model => model.Answers(DefaultChatModel))];

    /// <summary>The chat client and description of a model; null or empty asks for the default one.</summary>
    /// <exception cref="UnknownModelException">Nobody serves it.</exception>
    /// <exception cref="ModelServerException">Its server does not answer.</exception>
    /// <exception cref="InvalidRequestException">It only embeds.</exception>
    public async ValueTask<ChatModel> ResolveChatAsync(string? name, CancellationToken cancellationToken)
    {
        var offer = await ResolveAsync(string.IsNullOrEmpty(name) ? DefaultChatModel : name, cancellationToken);
        return offer.Model.Can(ModelCapabilities.Chat)
            ? new ChatModel(offer.Model, offer.Server.Chat)
            : throw new InvalidRequestException("model", $"'{offer.Model.Id}' cannot chat; it is an embedding model.");
    }

    /// <summary>The embedding generator and description of a model; null or empty asks for the default one.</summary>
    /// <inheritdoc cref="ResolveChatAsync" path="/exception"/>
    public async ValueTask<(ModelDescription Model, IEmbeddingGenerator<string, Embedding<float>> Generator)> ResolveEmbeddingAsync(
        string? name, CancellationToken cancellationToken)
    {
        var offer = await ResolveAsync(string.IsNullOrEmpty(name) ? DefaultEmbeddingModel ?? DefaultChatModel : name, cancellationToken);
        return (offer.Model, offer.Server.Embeddings);
    }

    /// <summary>Asks every server again, so that one that went away since the last list is noticed before a turn begins.</summary>
    /// <exception cref="ModelServerException">None answers.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshOffersAsync(cancellationToken);

    /// <summary>The Ollama servers that answer now, for polling what they have loaded.</summary>
    public async Task<IReadOnlyList<OllamaServer>> OllamaServersAsync(CancellationToken cancellationToken)
    {
        var servers = new List<OllamaServer>();
        foreach (var endpoint in _endpoints)
        {
            try
            {
                if (await endpoint.ConnectAsync(cancellationToken) is OllamaServer ollama)
                {
                    servers.Add(ollama);
                }
            }
            catch (ModelServerException exception)
            {
                LogUnreachable(endpoint.Root, exception.Code);
            }
        }

        return servers;
    }

    public void Dispose()
    {
        foreach (var endpoint in _endpoints)
        {
            endpoint.Dispose();
        }
    }

    private async ValueTask<Offer> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        // A name seen before needs no asking again: if it is gone since, its server says so.
        if (Find(_offers, name) is { } known)
        {
            return known;
        }

        var fresh = await RefreshOffersAsync(cancellationToken);
        return Find(fresh, name) ?? throw new UnknownModelException(name, [.. fresh.Select(offer => offer.Model.Id)]);
    }

    private static Offer? Find(IReadOnlyList<Offer> offers, string name)
    {
        foreach (var offer in offers)
        {
            if (offer.Model.Answers(name))
            {
                return offer;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<Offer>> RefreshOffersAsync(CancellationToken cancellationToken)
    {
        var offers = new List<Offer>();
        ModelServerException? failure = null;
        var answered = 0;
        foreach (var endpoint in _endpoints)
        {
            try
            {
                var server = await endpoint.ConnectAsync(cancellationToken);
                offers.AddRange((await server.ListModelsAsync(cancellationToken)).Select(model => new Offer(model, server)));
                answered++;
            }
            catch (ModelServerException exception)
            {
                LogUnreachable(endpoint.Root, exception.Code);
                failure ??= exception;
            }
        }

        if (answered == 0 && failure is not null)
        {
            throw failure;
        }

        _offers = offers;
        return offers;
    }

    private sealed record Offer(ModelDescription Model, IModelServer Server);

    [LoggerMessage(LogLevel.Debug, "Model server {Endpoint} does not answer: {Code}")]
    private partial void LogUnreachable(Uri endpoint, string code);
}
