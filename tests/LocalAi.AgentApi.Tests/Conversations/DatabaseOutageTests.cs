using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using LocalAi.TestServers;

namespace LocalAi.AgentApi.Tests.Conversations;

public sealed class DatabaseOutageTests
{
    [Fact]
    public async Task Agent_WaitsAndThenWorks_WhenTheDatabaseStartsLater()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var postgres = await PostgresServer.StartAsync(TestContext.Current.CancellationToken);
        var database = await postgres.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        await postgres.StopAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, database);

        var (list, body) = await agent.GetAsync("/api/conversations");
        var (chat, _) = await agent.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""");
        var health = await agent.HealthAsync(TestContext.Current.CancellationToken);
        using var alive = await agent.Http.GetAsync("/alive", TestContext.Current.CancellationToken);
        await postgres.RestartAsync(TestContext.Current.CancellationToken);
        await agent.WaitForHealthAsync("Healthy");
        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Hi");

        Assert.Equal((503, "database_unavailable"), (list, body.GetProperty("code").GetString()));
        Assert.Equal(200, chat);
        Assert.Equal("Unhealthy", health);
        Assert.Equal(200, (int)alive.StatusCode);
        Assert.Equal("done", events[^1].Event);
    }

    [Fact]
    public async Task Agent_Answers503AndRecoversByItself_WhenTheDatabaseGoesAway()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var postgres = await PostgresServer.StartAsync(TestContext.Current.CancellationToken);
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres);
        var id = await agent.CreateConversationAsync();
        // Several pooled connections that all break.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => agent.GetAsync($"/api/conversations/{id}")));

        await postgres.StopAsync();
        var (get, body) = await agent.GetAsync($"/api/conversations/{id}");
        var (send, _) = await agent.PostAsync($"/api/conversations/{id}/messages", """{"content":"Hi"}""");
        var health = await agent.HealthAsync(TestContext.Current.CancellationToken);
        await postgres.RestartAsync(TestContext.Current.CancellationToken);
        var after = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => agent.GetAsync($"/api/conversations/{id}")));

        Assert.Equal((503, "database_unavailable", 503), (get, body.GetProperty("code").GetString(), send));
        Assert.Equal("Unhealthy", health);
        Assert.All(after, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(0, after[0].Body.GetProperty("messageCount").GetInt32());
    }

    [Fact]
    public async Task Turn_IsKept_WhenTheDatabaseRestartsDuringTheAnswer()
    {
        var restarted = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await FakeOllama.TokenAsync(context, "before ");
            await restarted.Task;
            await FakeOllama.AnswerAsync(context, "after");
        };
        await using var postgres = await PostgresServer.StartAsync(TestContext.Current.CancellationToken);
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres);
        var id = await agent.CreateConversationAsync();
        await using var reader = await SseReader.PostAsync(agent.Http, $"/api/conversations/{id}/messages", """{"content":"Hi"}""");
        await reader.NextAsync();
        await reader.NextAsync();

        await postgres.StopAsync();
        restarted.SetResult();
        Assert.Equal("token", (await reader.NextAsync())!.Value.EventType);
        Assert.Equal("usage", (await reader.NextAsync())!.Value.EventType);
        await postgres.RestartAsync(TestContext.Current.CancellationToken);
        var rest = await reader.RestAsync();

        Assert.Equal(["done"], rest.Select(item => item.Event));
        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        Assert.Equal(["Hi", "before after"], stored.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()));
    }
}
