using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders.Ollama;
using LocalAi.AgentApi.Privacy;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>Every model of every configured server: who serves a name, and what exists.</summary>
internal sealed partial class ModelCatalog : IDisposable
{
    private readonly ModelSource[] _sources;
    private readonly string[] _fallbacks;
    private readonly ILogger<ModelCatalog> _logger;
    private volatile Offers _offers = new([], []);

    public ModelCatalog(
        IOptions<ModelConnectionOptions> connections, IOptions<ProviderList> providers, IOptions<AgentOptions> options, IOptions<PrivacyOptions> privacy,
        ModelPipeline pipeline, TimeProvider time, ILogger<ModelCatalog> logger)
    {
        _logger = logger;
        _fallbacks = options.Value.FallbackModels;
        var chat = connections.Value.ChatConnection;
        var embedding = connections.Value.EmbeddingConnection;
        DefaultChatModel = chat.Model;
        DefaultEmbeddingModel = embedding?.Model;
        var localOnly = privacy.Value.LocalOnly;
        var timeouts = ModelTimeouts.Of(options.Value);
        var first = new ModelEndpoint(chat, localOnly, timeouts, pipeline);
        ModelEndpoint[] own = embedding is null || first.Serves(embedding) ? [first] : [first, new ModelEndpoint(embedding, localOnly, timeouts, pipeline)];
        _sources =
        [
            .. own.Select(endpoint => new ModelSource(null, endpoint, [], time)),
            .. providers.Value.Select(provider => new ModelSource(
                provider.Key,
                new ModelEndpoint(
                    new(new Uri(provider.Value.Url), provider.Value.Key, provider.Value.Models.FirstOrDefault("default"), Provider: null),
                    localOnly, timeouts.With(provider.Key, provider.Value), pipeline.For(provider.Key)),
                provider.Value.Models, time)),
        ];
    }

    public string DefaultChatModel { get; }

    public string? DefaultEmbeddingModel { get; }

    /// <summary>Every model, the default chat model first. Servers that do not answer are left out, unless none does.</summary>
    /// <exception cref="ModelServerException">No server answers.</exception>
    public async Task<IReadOnlyList<ModelDescription>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await RefreshOffersAsync(cancellationToken)).Items.Select(offer => offer.Model).OrderByDescending(model => model.Answers(DefaultChatModel))];

    /// <summary>
    /// The chat client and description of a model; null or empty asks for the default one. Behind it stand the models of
    /// <see cref="AgentOptions.FallbackModels"/>.
    /// </summary>
    /// <exception cref="UnknownModelException">Nobody serves it.</exception>
    /// <exception cref="ModelServerException">Its server does not answer, and there is no other to fall back on.</exception>
    /// <exception cref="InvalidRequestException">It only embeds.</exception>
    public async ValueTask<ChatModel> ResolveChatAsync(string? name, CancellationToken cancellationToken)
    {
        var wanted = string.IsNullOrEmpty(name) ? DefaultChatModel : name;
        var candidates = new List<ChatModel>();
        ModelServerException? failure = null;
        try
        {
            var offer = await ResolveAsync(wanted, cancellationToken);
            candidates.Add(offer.Model.Can(ModelCapabilities.Chat)
                ? new ChatModel(offer.Model, offer.Server.Chat)
                : throw new InvalidRequestException("model", $"'{offer.Model.Id}' cannot chat; it is an embedding model."));
        }
        catch (ModelServerException exception) when (_fallbacks.Length > 0)
        {
            failure = exception;
        }

        candidates.AddRange(_fallbacks
            .Where(fallback => fallback != wanted)
            .Select(fallback => Find(_offers.Items, fallback))
            .OfType<Offer>()
            .Where(offer => offer.Model.Can(ModelCapabilities.Chat))
            .Select(offer => new ChatModel(offer.Model, offer.Server.Chat)));
        return candidates.Count switch
        {
            0 => throw failure!,
            1 => candidates[0],
            _ => WithFallback(new FallbackChatClient(candidates, _logger)),
        };
    }

    /// <summary>The embedding generator and description of a model; null or empty asks for the default one. There are no fallbacks: vectors of two models do not compare.</summary>
    /// <inheritdoc cref="ResolveChatAsync" path="/exception"/>
    public async ValueTask<(ModelDescription Model, IEmbeddingGenerator<string, Embedding<float>> Generator)> ResolveEmbeddingAsync(
        string? name, CancellationToken cancellationToken)
    {
        var offer = await ResolveAsync(string.IsNullOrEmpty(name) ? DefaultEmbeddingModel ?? DefaultChatModel : name, cancellationToken);
        return (offer.Model, offer.Server.Embeddings);
    }

    /// <summary>A model and the server behind it.</summary>
    /// <exception cref="UnknownModelException">Nobody serves it.</exception>
    /// <exception cref="ModelServerException">Its server does not answer.</exception>
    public async ValueTask<Offer> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        // A name seen before needs no asking again: if it is gone since, its server says so.
        if (Find(_offers.Items, name) is { } known)
        {
            return known;
        }

        var fresh = await RefreshOffersAsync(cancellationToken);
        if (Find(fresh.Items, name) is { } found)
        {
            return found;
        }

        // What a server that does not answer would have offered is not unknown.
        var isOwn = name == DefaultChatModel || name == DefaultEmbeddingModel;
        throw fresh.Failures.FirstOrDefault(failure => failure.Source.IsMeantBy(name) || (isOwn && failure.Source.IsOwn)) is { Exception: { } exception }
            ? exception
            : new UnknownModelException(name, [.. fresh.Items.Select(offer => offer.Model.Id)]);
    }

    /// <summary>Asks every server again, so that one that went away since the last list is noticed before a turn begins.</summary>
    /// <exception cref="ModelServerException">None answers.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshOffersAsync(cancellationToken);

    /// <summary>The Ollama servers that answer now, for polling what they have loaded.</summary>
    public async Task<IReadOnlyList<OllamaServer>> OllamaServersAsync(CancellationToken cancellationToken)
    {
        var servers = new List<OllamaServer>();
        foreach (var source in _sources)
        {
            try
            {
                if (await source.Endpoint.ConnectAsync(cancellationToken) is OllamaServer ollama)
                {
                    servers.Add(ollama);
                }
            }
            catch (ModelServerException exception)
            {
                LogUnreachable(source.Endpoint.Root, exception.Code);
            }
        }

        return servers;
    }

    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }

    private static ChatModel WithFallback(FallbackChatClient client) => new(() => client.Answering, client);

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

    private async Task<Offers> RefreshOffersAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(_sources.Select(async source => (Source: source, Answer: await source.AskAsync(cancellationToken))));
        var offers = new Offers(
            [.. answers.SelectMany(item => item.Answer.Models.Select(model => new Offer(model, item.Answer.Server!)))],
            [.. answers.Where(item => item.Answer.Failure is not null).Select(item => new Refusal(item.Source, item.Answer.Failure!))]);
        foreach (var failure in offers.Failures)
        {
            LogUnreachable(failure.Source.Endpoint.Root, failure.Exception.Code);
        }

        if (offers.Failures.Count == _sources.Length)
        {
            throw offers.Failures[0].Exception;
        }

        return _offers = offers;
    }

    /// <summary>A model with its server.</summary>
    internal sealed record Offer(ModelDescription Model, IModelServer Server);

    private sealed record Refusal(ModelSource Source, ModelServerException Exception);

    private sealed record Offers(IReadOnlyList<Offer> Items, IReadOnlyList<Refusal> Failures);

    [LoggerMessage(LogLevel.Debug, "Model server {Endpoint} does not answer: {Code}")]
    private partial void LogUnreachable(Uri endpoint, string code);
}
