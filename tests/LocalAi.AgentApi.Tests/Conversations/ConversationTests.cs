using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.Conversations;

public sealed class ConversationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Conversations_AreCreatedListedRenamedAndDeleted()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);

        var (created, first) = await agent.PostAsync("/api/conversations", """{"title":"One","model":"m"}""");
        var (_, second) = await agent.PostAsync("/api/conversations", "");
        var (_, list) = await agent.GetAsync("/api/conversations");
        using var renamed = await agent.Http.PatchAsJsonAsync($"/api/conversations/{first.GetProperty("id").GetGuid()}", new { title = "Uno" }, TestContext.Current.CancellationToken);
        var renamedBody = await renamed.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        using var deleted = await agent.Http.DeleteAsync($"/api/conversations/{second.GetProperty("id").GetGuid()}", TestContext.Current.CancellationToken);
        var (_, after) = await agent.GetAsync("/api/conversations");

        Assert.Equal(201, created);
        Assert.Equal(("One", "m", 0), (first.GetProperty("title").GetString(), first.GetProperty("model").GetString(), first.GetProperty("messageCount").GetInt32()));
        Assert.EndsWith("+00:00", first.GetProperty("createdAt").GetString(), StringComparison.Ordinal);
        Assert.Equal("", second.GetProperty("title").GetString());
        Assert.Equal([second.GetRawText(), first.GetRawText()], list.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
        Assert.Equal("Uno", renamedBody.GetProperty("title").GetString());
        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal([renamedBody.GetRawText()], after.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
    }

    [Fact]
    public async Task Conversations_ArePagedAndSearched_WhenAsked()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        foreach (var title in (string[])["100% sure", "100 percent", "a_b", "axb"])
        {
            await agent.PostAsync("/api/conversations", JsonSerializer.Serialize(new { title }));
        }

        var talk = await agent.CreateConversationAsync();
        await SseReader.TurnAsync(agent.Http, talk, "Where is the Zugspitze?");

        Assert.Equal(["Where is the Zugspitze?", "axb"], await TitlesAsync("?limit=2"));
        var (_, page) = await agent.GetAsync("/api/conversations?limit=2");
        var before = page.GetProperty("items")[1].GetProperty("updatedAt").GetString()!;
        Assert.Equal(["a_b", "100 percent"], await TitlesAsync($"?limit=2&before={Uri.EscapeDataString(before)}"));
        Assert.Equal(["100% sure"], await TitlesAsync($"?search={Uri.EscapeDataString("0% S")}"));
        Assert.Equal(["a_b"], await TitlesAsync("?search=a_b"));
        Assert.Equal(["Where is the Zugspitze?"], await TitlesAsync("?search=HELLO"));
        Assert.Empty(await TitlesAsync($"?search={Uri.EscapeDataString("'; DROP TABLE messages; --")}"));

        async Task<List<string?>> TitlesAsync(string query) =>
            [.. (await agent.GetAsync("/api/conversations" + query)).Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString())];
    }

    [Theory]
    [InlineData("""{"content":""}""", "content", "'content' is empty: a message needs text.")]
    [InlineData("""{"content":"  \n"}""", "content", "'content' is empty: a message needs text.")]
    [InlineData("{}", "content", "'content' is empty: a message needs text.")]
    [InlineData("""{"content":7}""", "content", "'content' has the wrong type: expected a string.")]
    [InlineData("""{"content":"a\u0000b"}""", "content", "'content' contains the character U+0000, which cannot be stored.")]
    public async Task Send_NamesTheField_WhenTheMessageIsWrong(string request, string field, string message)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();

        var (status, body) = await agent.PostAsync($"/api/conversations/{id}/messages", request);

        Assert.Equal(400, status);
        Assert.Equal(message, Assert.Single(body.GetProperty("errors").GetProperty(field).EnumerateArray()).GetString());
        Assert.Empty(ollama.Chats);
    }

    [Fact]
    public async Task Conversations_AnswerInProblemJson_WhenTheRequestCannotBeServed()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();
        var unknown = Guid.NewGuid();

        Assert.Equal((400, "invalid_request"), await CodeAsync(HttpMethod.Post, $"/api/conversations/{id}/messages", "{"));
        Assert.Equal((413, "request_too_large"), await CodeAsync(HttpMethod.Post, $"/api/conversations/{id}/messages", $$"""{"content":"{{new string('a', 5_000_000)}}"}"""));
        Assert.Equal((404, "model_not_found"), await CodeAsync(HttpMethod.Post, $"/api/conversations/{id}/messages", """{"content":"Hi","model":"gpt-9"}"""));
        Assert.Equal((400, "invalid_request"), await CodeAsync(HttpMethod.Post, $"/api/conversations/{id}/messages", """{"content":"Hi","model":"fake-embed"}"""));
        Assert.Equal((404, "conversation_not_found"), await CodeAsync(HttpMethod.Post, $"/api/conversations/{unknown}/messages", """{"content":"Hi"}"""));
        Assert.Equal((404, "conversation_not_found"), await CodeAsync(HttpMethod.Get, $"/api/conversations/{unknown}", null));
        Assert.Equal((404, "conversation_not_found"), await CodeAsync(HttpMethod.Delete, $"/api/conversations/{unknown}", null));
        Assert.Equal((404, "conversation_not_found"), await CodeAsync(HttpMethod.Patch, $"/api/conversations/{unknown}", """{"title":"x"}"""));
        Assert.Equal((404, "invalid_request"), await CodeAsync(HttpMethod.Get, "/api/conversations/not-an-id", null));
        Assert.Equal((400, "invalid_request"), await CodeAsync(HttpMethod.Patch, $"/api/conversations/{id}", """{"title":" "}"""));
        Assert.Equal((400, "invalid_request"), await CodeAsync(HttpMethod.Patch, $"/api/conversations/{id}", $$"""{"title":"{{new string('a', 201)}}"}"""));
        Assert.Equal((400, "invalid_request"), await CodeAsync(HttpMethod.Get, "/api/conversations?limit=0", null));
        Assert.Equal((400, "invalid_request"), await CodeAsync(HttpMethod.Get, "/api/conversations?limit=many", null));
        Assert.Equal((400, "invalid_request"), await CodeAsync(HttpMethod.Get, "/api/conversations?before=yesterday", null));

        async Task<(int, string?)> CodeAsync(HttpMethod method, string path, string? json)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            using var response = await agent.Http.SendAsync(request);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
            Assert.Equal((int)response.StatusCode, body.GetProperty("status").GetInt32());
            return ((int)response.StatusCode, body.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Conversation_StaysDeleted_WhenItIsDeletedDuringATurn()
    {
        var release = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await release.Task;
            await FakeOllama.AnswerAsync(context, "late");
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();
        await using var reader = await SseReader.PostAsync(agent.Http, $"/api/conversations/{id}/messages", """{"content":"Hi"}""");
        await reader.NextAsync();

        await agent.Http.DeleteAsync($"/api/conversations/{id}", TestContext.Current.CancellationToken);
        release.SetResult();
        var rest = await reader.RestAsync();

        Assert.Equal("done", rest[^1].Event);
        Assert.Equal(404, (await agent.GetAsync($"/api/conversations/{id}")).Status);
    }
}
