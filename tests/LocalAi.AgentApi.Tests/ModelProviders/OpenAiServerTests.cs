using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Http;

namespace LocalAi.AgentApi.Tests.ModelProviders;

public sealed class OpenAiServerTests(PostgresFixture postgres)
{
    private const string Question = """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":5}""";

    [Fact]
    public async Task OpenAiServer_Answers_WhenTheEndpointIsNotOllama()
    {
        await using var server = await FakeOpenAi.StartAsync();
        await using var agent = AgentServer.Start(server.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/chat/completions", Question);

        Assert.Equal(200, status);
        Assert.Equal("Hello", body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("""{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}""", body.GetProperty("usage").GetRawText());
        var (authorization, sent) = Assert.Single(server.Chats);
        Assert.Equal("Bearer secret", authorization);
        Assert.Equal(("qwen", true), (sent.GetProperty("model").GetString(), sent.GetProperty("stream_options").GetProperty("include_usage").GetBoolean()));
    }

    [Fact]
    public async Task OpenAiServer_GivesLlamaServersTimings_WhenItSendsThem()
    {
        await using var server = await FakeOpenAi.StartAsync();
        await using var agent = AgentServer.Start(server.ConnectionString, await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken));
        await agent.WaitForHealthAsync("Healthy");

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Hi");

        var timings = events.Single(item => item.Event == "usage").Data.GetProperty("timings");
        Assert.Equal(
            (0.0, 0.25, 0.5, 40.0, 4.0, "server"),
            (timings.GetProperty("loadSeconds").GetDouble(), timings.GetProperty("prefillSeconds").GetDouble(), timings.GetProperty("decodeSeconds").GetDouble(),
             timings.GetProperty("prefillTokensPerSecond").GetDouble(), timings.GetProperty("decodeTokensPerSecond").GetDouble(), timings.GetProperty("source").GetString()));
    }

    [Theory]
    [InlineData(400, 400, "bad thing")]
    [InlineData(401, 502, "refuses the configured Key")]
    [InlineData(429, 429, "bad thing")]
    [InlineData(500, 502, "bad thing")]
    [InlineData(503, 503, "bad thing")]
    public async Task OpenAiServer_TellsWhatTheServerSaid_WhenItRefuses(int theirs, int ours, string message)
    {
        await using var server = await FakeOpenAi.StartAsync();
        server.OnChat = async context =>
        {
            context.Response.StatusCode = theirs;
            await context.Response.WriteAsJsonAsync(new { error = new { message = "bad thing" } });
        };
        await using var agent = AgentServer.Start(server.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/chat/completions", Question);

        Assert.Equal(ours, status);
        Assert.Contains(message, body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Single(server.Chats);
    }

    [Fact]
    public async Task OpenAiServer_Answers504_WhenItIsTooSlow()
    {
        await using var server = await FakeOpenAi.StartAsync();
        var end = new TaskCompletionSource();
        server.OnChat = context =>
        {
            context.RequestAborted.Register(end.SetResult);
            return end.Task;
        };
        await using var agent = AgentServer.Start(server.ConnectionString, settings: ("Agent:FirstTokenTimeoutSeconds", "0.3"));

        Assert.Equal(504, (await agent.PostAsync("/v1/chat/completions", Question)).Status);
        await end.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task OpenAiServer_CancelsTheGenerationAtOnce_WhenTheCallerLeaves()
    {
        await using var server = await FakeOpenAi.StartAsync();
        var began = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        server.OnChat = context =>
        {
            context.RequestAborted.Register(end.SetResult);
            began.SetResult();
            return end.Task;
        };
        await using var agent = AgentServer.Start(server.ConnectionString);
        using var leave = new CancellationTokenSource();
        using var content = new StringContent(Question, System.Text.Encoding.UTF8, "application/json");

        var call = agent.Http.PostAsync("/v1/chat/completions", content, leave.Token);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await end.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task OpenAiServer_FailsTheAnswer_WhenTheStreamEndsEarly()
    {
        await using var server = await FakeOpenAi.StartAsync();
        server.OnChat = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await FakeOpenAi.TokenAsync(context, "Hel");
        };
        await using var agent = AgentServer.Start(server.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/chat/completions", Question);

        Assert.Equal((502, "model_server_failed"), (status, body.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task OpenAiServer_ListsItsModels_OrTheConfiguredOneWhenItDoesNot()
    {
        await using var server = await FakeOpenAi.StartAsync();
        await using var agent = AgentServer.Start(server.ConnectionString);

        var (_, listed) = await agent.GetAsync("/v1/models");
        server.ListsModels = false;
        var (_, unlisted) = await agent.GetAsync("/v1/models");
        var (_, embedding) = await agent.PostAsync("/v1/embeddings", """{"model":"qwen","input":"a"}""");

        Assert.Equal(["qwen", "nomic-embed"], Ids(listed));
        Assert.Equal(["qwen"], Ids(unlisted));
        Assert.Equal("[1]", embedding.GetProperty("data")[0].GetProperty("embedding").GetRawText());

        static IEnumerable<string?> Ids(JsonElement list) => list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString());
    }

    [Fact]
    public async Task OpenAiServer_IsFound_WhenItStartsLater()
    {
        var port = FreePort.Next();
        await using var agent = AgentServer.Start($"Endpoint=http://127.0.0.1:{port}/v1;Model=qwen;Provider=groq");

        var (status, _) = await agent.PostAsync("/v1/chat/completions", Question);

        Assert.Equal(503, status);
    }
}
