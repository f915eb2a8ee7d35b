namespace LocalAi.AgentApi.ModelProviders;

/// <summary>
/// The models of one endpoint. The stack's own server is asked each time, for it costs nothing; a further provider, which may be far away, every
/// few minutes.
/// </summary>
/// <param name="name">The provider's name; null for the stack's own server, whose models have no prefix.</param>
/// <param name="endpoint">The server.</param>
/// <param name="only">The models to offer; all when empty.</param>
/// <param name="time">The clock.</param>
internal sealed class ModelSource(string? name, ModelEndpoint endpoint, IReadOnlyList<string> only, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan KeepList = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeepFailure = TimeSpan.FromSeconds(15);

    private volatile Answer? _last;

    public ModelEndpoint Endpoint => endpoint;

    /// <summary>Whether requests mean this source by a model's name.</summary>
    public bool IsMeantBy(string model) => name is not null && model.StartsWith(name + "/", StringComparison.Ordinal);

    public bool IsOwn => name is null;

    /// <summary>The models with their server, or why there are none.</summary>
    public async Task<Answer> AskAsync(CancellationToken cancellationToken)
    {
        if (name is not null && _last is { } last && time.GetElapsedTime(last.At) < (last.Failure is null ? KeepList : KeepFailure))
        {
            return last;
        }

        try
        {
            var server = await endpoint.ConnectAsync(cancellationToken);
            var models = await server.ListModelsAsync(cancellationToken);
            return _last = new([.. models.Where(model => only.Count == 0 || only.Contains(model.Id)).Select(Named)], server, null, time.GetTimestamp());
        }
        catch (ModelServerException exception)
        {
            return _last = new([], null, exception, time.GetTimestamp());
        }
    }

    public void Dispose() => endpoint.Dispose();

    private ModelDescription Named(ModelDescription model) => name is null ? model : model with { Id = $"{name}/{model.Id}" };

    internal sealed record Answer(IReadOnlyList<ModelDescription> Models, IModelServer? Server, ModelServerException? Failure, long At);
}
