using System.Net.Http.Json;
using LocalAi.Web.Agent;

namespace LocalAi.Web.Knowledge;

/// <summary>The agent's knowledge. Every failure is an <see cref="AgentException"/>; only the caller's own cancellation passes through.</summary>
internal sealed class KnowledgeClient(AgentClient agent)
{
    public async Task<IReadOnlyList<KnowledgeContracts.Collection>> ListCollectionsAsync(CancellationToken cancellationToken) =>
        (await agent.AskAsync(HttpMethod.Get, "/api/knowledge/collections", null, KnowledgeJson.Default.Collections, cancellationToken))!.Items;

    public async Task<KnowledgeContracts.Collection> CreateCollectionAsync(string name, CancellationToken cancellationToken) =>
        (await agent.AskAsync(
            HttpMethod.Post,
            "/api/knowledge/collections",
            JsonContent.Create(new KnowledgeContracts.Name(name), KnowledgeJson.Default.Name),
            KnowledgeJson.Default.Collection,
            cancellationToken))!;

    /// <summary>Lets a key search a collection that names the keys that may.</summary>
    public Task OpenAsync(KnowledgeContracts.Collection collection, Guid key, CancellationToken cancellationToken) =>
        agent.AskAsync<object>(
            HttpMethod.Patch,
            $"/api/knowledge/collections/{collection.Id}",
            JsonContent.Create(new KnowledgeContracts.Readers([.. collection.Keys ?? [], key]), KnowledgeJson.Default.Readers),
            null,
            cancellationToken);

    public Task DeleteCollectionAsync(Guid id, CancellationToken cancellationToken) =>
        agent.AskAsync<object>(HttpMethod.Delete, $"/api/knowledge/collections/{id}", null, null, cancellationToken);

    public async Task<IReadOnlyList<KnowledgeContracts.Document>> ListDocumentsAsync(Guid collection, CancellationToken cancellationToken) =>
        (await agent.AskAsync(HttpMethod.Get, $"/api/knowledge/collections/{collection}/documents", null, KnowledgeJson.Default.Documents, cancellationToken))!.Items;

    public async Task<KnowledgeContracts.Reading> ReadAsync(Guid document, CancellationToken cancellationToken) =>
        (await agent.AskAsync(HttpMethod.Get, $"/api/knowledge/documents/{document}/text", null, KnowledgeJson.Default.Reading, cancellationToken))!;

    public Task RetryAsync(Guid document, CancellationToken cancellationToken) =>
        agent.AskAsync<object>(HttpMethod.Post, $"/api/knowledge/documents/{document}/retry", null, null, cancellationToken);

    public Task DeleteDocumentAsync(Guid document, CancellationToken cancellationToken) =>
        agent.AskAsync<object>(HttpMethod.Delete, $"/api/knowledge/documents/{document}", null, null, cancellationToken);

    /// <summary>Sends a file on while it comes from the browser, so that it is never in memory as a whole.</summary>
    public async Task<KnowledgeContracts.Uploaded> UploadAsync(Guid collection, string name, Stream content, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StreamContent(content), "file", name);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/knowledge/collections/{collection}/documents") { Content = form };
        using var response = await agent.SendAsync(request, cancellationToken);
        return (await response.Content.ReadFromJsonAsync(KnowledgeJson.Default.Upload, cancellationToken))!.Items[0];
    }

    /// <summary>Takes in a page of the web.</summary>
    public async Task<KnowledgeContracts.Uploaded> AddPageAsync(Guid collection, string url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/knowledge/collections/{collection}/documents/url")
        {
            Content = JsonContent.Create(new KnowledgeContracts.Page(url), KnowledgeJson.Default.Page),
        };
        using var response = await agent.SendAsync(request, cancellationToken);
        return (await response.Content.ReadFromJsonAsync(KnowledgeJson.Default.Upload, cancellationToken))!.Items[0];
    }

    /// <summary>The file as it came; the caller disposes of the answer.</summary>
    public async Task<HttpResponseMessage> OpenFileAsync(Guid document, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/knowledge/documents/{document}/file");
        return await agent.SendAsync(request, cancellationToken);
    }
}
