using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.Conversations;

/// <summary>What is kept of a turn that does not come to its end.</summary>
public sealed class BrokenTurnTests(PostgresFixture postgres)
{
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
        Assert.Equal(("assistant", "partial", "stopped"), await StoredMessages.AnswerAsync(agent, id));

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
        Assert.Equal(("assistant", "partial", "failed"), StoredMessages.Parts(answer));
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
        Assert.Equal(("assistant", "", "failed"), await StoredMessages.AnswerAsync(agent, id));
    }
}
