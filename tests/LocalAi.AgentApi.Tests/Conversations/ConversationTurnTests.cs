using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.Conversations;

/// <summary>What a turn streams and leaves in its conversation.</summary>
public sealed class ConversationTurnTests(PostgresFixture postgres)
{
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
        Assert.Equal(("user", "Hi there\nand more", "complete"), StoredMessages.Parts(messages[0]));
        Assert.Equal(("assistant", "Hello world", "complete"), StoredMessages.Parts(messages[1]));
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
            stored.GetProperty("messages").EnumerateArray().Select(StoredMessages.Parts));
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
        var messages = stored.GetProperty("messages").EnumerateArray().Select(StoredMessages.Parts).ToList();
        Assert.Equal(Enumerable.Repeat((string[])["user", "assistant"], 10).SelectMany(pair => pair), messages.Select(message => message.Item1!));
        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"question {number}").Order(), messages.Where(message => message.Item1 == "user").Select(message => message.Item2!).Order());
    }
}
