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

    [Fact]
    public async Task Turn_StreamsAndStoresTheAnswer_WhenAMessageIsSent()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();

        var events = await SseReader.TurnAsync(agent.Http, id, "Hi there\nand more");

        Assert.Equal(["message", "token", "token", "usage", "done"], events.Select(item => item.Event));
        Assert.Equal(["Hello", " world"], events[1..3].Select(item => item.Data.GetProperty("text").GetString()));
        var usage = events[3].Data;
        Assert.Equal((11, 2), (usage.GetProperty("inputTokens").GetInt32(), usage.GetProperty("outputTokens").GetInt32()));
        var timings = usage.GetProperty("timings");
        Assert.Equal(
            (0.5, 0.25, 0.25, 1.0, 2.0, 44.0, 2.0, 0.625, "server"),
            (timings.GetProperty("queueSeconds").GetDouble(), timings.GetProperty("loadSeconds").GetDouble(), timings.GetProperty("prefillSeconds").GetDouble(),
             timings.GetProperty("decodeSeconds").GetDouble(), timings.GetProperty("totalSeconds").GetDouble(), timings.GetProperty("prefillTokensPerSecond").GetDouble(),
             timings.GetProperty("decodeTokensPerSecond").GetDouble(), timings.GetProperty("gpuBoundShare").GetDouble(), timings.GetProperty("source").GetString()));
        Assert.InRange(timings.GetProperty("timeToFirstTokenSeconds").GetDouble(), 0.0001, 10);

        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        Assert.Equal(("Hi there", 2), (stored.GetProperty("title").GetString(), stored.GetProperty("messageCount").GetInt32()));
        var messages = stored.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(events[0].Data.GetProperty("userMessageId").GetGuid(), messages[0].GetProperty("id").GetGuid());
        Assert.Equal(events[0].Data.GetProperty("assistantMessageId").GetGuid(), messages[1].GetProperty("id").GetGuid());
        Assert.Equal(("user", "Hi there\nand more", "complete"), Parts(messages[0]));
        Assert.Equal(("assistant", "Hello world", "complete"), Parts(messages[1]));
        Assert.Equal(ollama.Model, messages[1].GetProperty("model").GetString());
        Assert.Equal(events[4].Data.GetProperty("message").GetRawText(), messages[1].GetRawText());
    }

    [Fact]
    public async Task Turn_KnowsWhatWasSaid_WhenAnotherAgentContinuesTheConversation()
    {
        await using var ollama = await FakeOllama.StartAsync();
        var database = await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        Guid id;
        await using (var before = AgentServer.Start(ollama.ConnectionString, database))
        {
            await before.WaitForHealthAsync("Healthy");
            id = await before.CreateConversationAsync();
            await SseReader.TurnAsync(before.Http, id, "First");
        }

        await using var after = AgentServer.Start(ollama.ConnectionString, database, settings: ("Agent:Instructions", "Be kind"));
        await after.WaitForHealthAsync("Healthy");
        await SseReader.TurnAsync(after.Http, id, "Second");

        Assert.Equal(
            """[{"role":"system","content":"Be kind"},{"role":"user","content":"First"},{"role":"assistant","content":"Hello world"},{"role":"user","content":"Second"}]""",
            ollama.Chats.Last().GetProperty("messages").GetRawText());
    }

    [Fact]
    public async Task Turns_AreBothKeptInOrder_WhenTwoTabsSendAtOnce()
    {
        var release = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (body, context) =>
        {
            var question = body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString();
            began.TrySetResult();
            await release.Task;
            await FakeOllama.AnswerAsync(context, $"answer to {question}");
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();

        await using var first = await SseReader.PostAsync(agent.Http, $"/api/conversations/{id}/messages", """{"content":"one"}""");
        Assert.Equal("message", (await first.NextAsync())!.Value.EventType);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await using var second = await SseReader.PostAsync(agent.Http, $"/api/conversations/{id}/messages", """{"content":"two"}""");
        Assert.Equal("message", (await second.NextAsync())!.Value.EventType);
        Assert.Single(ollama.Chats);
        release.SetResult();
        await first.RestAsync();
        await second.RestAsync();

        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        Assert.Equal(
            [("user", "one", "complete"), ("assistant", "answer to one", "complete"), ("user", "two", "complete"), ("assistant", "answer to two", "complete")],
            stored.GetProperty("messages").EnumerateArray().Select(Parts));
        Assert.Equal(["one", "answer to one", "two"], ollama.Chats.Last().GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()!));
    }

    [Fact]
    public async Task Turns_AreAllKept_WhenManyTabsSendAtOnce()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => SseReader.TurnAsync(agent.Http, id, $"question {number}")));

        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        var messages = stored.GetProperty("messages").EnumerateArray().Select(Parts).ToList();
        Assert.Equal(Enumerable.Repeat((string[])["user", "assistant"], 10).SelectMany(pair => pair), messages.Select(message => message.Item1!));
        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"question {number}").Order(), messages.Where(message => message.Item1 == "user").Select(message => message.Item2!).Order());
    }

    [Fact]
    public async Task Turn_IsStoredAsStoppedAndTheGenerationCancelled_WhenTheCallerLeaves()
    {
        var cancelled = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await using var registration = context.RequestAborted.Register(() => cancelled.TrySetResult());
            await FakeOllama.TokenAsync(context, "partial");
            await cancelled.Task;
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();

        await using (var reader = await SseReader.PostAsync(agent.Http, $"/api/conversations/{id}/messages", """{"content":"Hi"}"""))
        {
            await reader.NextAsync();
            Assert.Equal("token", (await reader.NextAsync())!.Value.EventType);
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(("assistant", "partial", "stopped"), await AnswerAsync(agent, id));

        ollama.OnChat = (_, context) => FakeOllama.AnswerAsync(context, "again");
        await SseReader.TurnAsync(agent.Http, id, "More");
        Assert.Equal(["Hi", "partial", "More"], ollama.Chats.Last().GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()!));
    }

    [Fact]
    public async Task Turn_EndsWithAnErrorAndIsStoredAsFailed_WhenTheModelServerDiesMidAnswer()
    {
        var seen = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await FakeOllama.TokenAsync(context, "partial");
            await seen.Task;
            context.Abort();
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();

        await using var reader = await SseReader.PostAsync(agent.Http, $"/api/conversations/{id}/messages", """{"content":"Hi"}""");
        await reader.NextAsync();
        await reader.NextAsync();
        seen.SetResult();
        var rest = await reader.RestAsync();

        Assert.Equal(["error", "done"], rest.Select(item => item.Event));
        var error = JsonElement.Parse(rest[0].Data);
        Assert.Equal((502, "Model server"), (error.GetProperty("status").GetInt32(), error.GetProperty("title").GetString()));
        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        var answer = stored.GetProperty("messages")[1];
        Assert.Equal(("assistant", "partial", "failed"), Parts(answer));
        Assert.Equal(error.GetProperty("detail").GetString(), answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Turn_StoresNothing_WhenTheModelServerIsDown()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();
        await ollama.StopAsync();

        var (status, body) = await agent.PostAsync($"/api/conversations/{id}/messages", """{"content":"Hi"}""");
        await ollama.RestartAsync();
        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");

        Assert.Equal((503, "model_server_unavailable"), (status, body.GetProperty("code").GetString()));
        Assert.Equal(0, stored.GetProperty("messageCount").GetInt32());
        Assert.Equal("done", (await SseReader.TurnAsync(agent.Http, id, "Hi"))[^1].Event);
    }

    [Fact]
    public async Task Turn_SendsA504Error_WhenTheModelServerIsTooSlow()
    {
        var end = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, _) => end.Task;
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, settings: ("Agent:FirstTokenTimeoutSeconds", "0.3"));
        var id = await agent.CreateConversationAsync();

        var events = await SseReader.TurnAsync(agent.Http, id, "Hi");
        end.SetResult();

        Assert.Equal(["message", "error", "done"], events.Select(item => item.Event));
        Assert.Equal(504, events[1].Data.GetProperty("status").GetInt32());
        Assert.Equal(("assistant", "", "failed"), await AnswerAsync(agent, id));
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

    /// <summary>The stored answer, as soon as there is one.</summary>
    private static async Task<(string?, string?, string?)> AnswerAsync(AgentServer agent, Guid id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
            if (stored.GetProperty("messageCount").GetInt32() == 2)
            {
                return Parts(stored.GetProperty("messages")[1]);
            }
        }
    }

    private static (string?, string?, string?) Parts(JsonElement message) =>
        (message.GetProperty("role").GetString(), message.GetProperty("content").GetString(), message.GetProperty("status").GetString());
}
