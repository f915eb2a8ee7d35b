using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.Knowledge;

/// <summary>What the tests do with the agent's knowledge.</summary>
internal sealed class KnowledgeClient(AgentServer agent)
{
    public async Task<Guid> CreateCollectionAsync(string name)
    {
        var (status, body) = await agent.PostAsync("/api/knowledge/collections", JsonSerializer.Serialize(new { name }));
        Assert.Equal(201, status);
        return body.GetProperty("id").GetGuid();
    }

    public async Task<(int Status, JsonElement Body)> UploadAsync(Guid collection, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            form.Add(new ByteArrayContent(content), "file", name);
        }

        using var response = await agent.Http.PostAsync($"/api/knowledge/collections/{collection}/documents", form);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Uploads and waits until the document is ready or has failed; returns it.</summary>
    public async Task<JsonElement> TakeInAsync(Guid collection, string name, byte[] content)
    {
        var (status, body) = await UploadAsync(collection, (name, content));
        Assert.True(status == 202, body.GetRawText());
        return await WaitAsync(body.GetProperty("items")[0].GetProperty("document").GetProperty("id").GetGuid(), document => Status(document) is "ready" or "failed");
    }

    public Task<JsonElement> TakeInAsync(Guid collection, string name, string content) => TakeInAsync(collection, name, Encoding.UTF8.GetBytes(content));

    public async Task<JsonElement> WaitAsync(Guid document, Predicate<JsonElement> until)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (_, body) = await agent.GetAsync($"/api/knowledge/documents/{document}");
            if (until(body))
            {
                return body;
            }

            Assert.False(limit.IsCancellationRequested, body.GetRawText());
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public async Task<List<JsonElement>> SearchAsync(string query, params Guid[] collections)
    {
        var (status, body) = await agent.PostAsync("/api/knowledge/search", JsonSerializer.Serialize(new { query, collections }));
        Assert.True(status == 200, body.GetRawText());
        return [.. body.GetProperty("passages").EnumerateArray()];
    }

    public static string? Status(JsonElement document) => document.GetProperty("status").GetString();
}
