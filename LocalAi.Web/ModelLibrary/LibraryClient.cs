using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalAi.Web.Agent;

namespace LocalAi.Web.ModelLibrary;

/// <summary>The agent's model management. Every failure is an <see cref="AgentException"/>; only the caller's own cancellation passes through.</summary>
internal sealed class LibraryClient(AgentClient agent)
{
    public async Task<LibraryContracts.Library> ListInstalledAsync(CancellationToken cancellationToken) =>
        (await agent.AskAsync(HttpMethod.Get, "/api/models/installed", null, LibraryJson.Default.Library, cancellationToken))!;

    public async Task<LibraryContracts.Catalogue> ListCatalogueAsync(CancellationToken cancellationToken) =>
        (await agent.AskAsync(HttpMethod.Get, "/api/models/catalogue", null, LibraryJson.Default.Catalogue, cancellationToken))!;

    public async Task<LibraryContracts.Advice> GetAdviceAsync(CancellationToken cancellationToken) =>
        (await agent.AskAsync(HttpMethod.Get, "/api/hardware/recommendations", null, LibraryJson.Default.Advice, cancellationToken))!;

    public Task DeleteAsync(string model, CancellationToken cancellationToken) =>
        agent.AskAsync<object>(HttpMethod.Delete, "/api/models/" + string.Join('/', model.Split('/').Select(Uri.EscapeDataString)), null, null, cancellationToken);

    /// <summary>Loads a model, which may take minutes, or removes it from memory.</summary>
    public async Task LoadAsync(string model, bool load, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, load ? "/api/models/load" : "/api/models/unload")
        {
            Content = JsonContent.Create(new LibraryContracts.Named(model), LibraryJson.Default.Named),
        };
        using var response = await agent.SendAsync(request, cancellationToken);
    }

    public IAsyncEnumerable<LibraryContracts.Progress> PullAsync(string model, CancellationToken cancellationToken) =>
        StreamAsync("/api/models/pull", JsonContent.Create(new LibraryContracts.Named(model), LibraryJson.Default.Named), cancellationToken);

    public IAsyncEnumerable<LibraryContracts.Progress> CreateAsync(string name, string modelfile, CancellationToken cancellationToken) =>
        StreamAsync("/api/models/create", JsonContent.Create(new LibraryContracts.Create(name, modelfile), LibraryJson.Default.Create), cancellationToken);

    private async IAsyncEnumerable<LibraryContracts.Progress> StreamAsync(string path, HttpContent content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await agent.SendAsync(request, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(events))
        {
            switch (events.Current.EventType)
            {
                case "progress" when JsonSerializer.Deserialize(events.Current.Data, LibraryJson.Default.Progress) is { } progress:
                    yield return progress;
                    break;
                case "error":
                    throw new AgentException(JsonSerializer.Deserialize(events.Current.Data, AgentJson.Default.AgentProblem) ?? AgentProblem.Interrupted);
                case "done":
                    yield break;
            }
        }

        throw new AgentException(Interrupted);
    }

    private static AgentProblem Interrupted { get; } = new(
        null, "The connection to the agent was lost", 0, "What was downloaded is kept by the model server: start again to go on there.");

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            throw new AgentException(Interrupted, failure);
        }
    }
}
