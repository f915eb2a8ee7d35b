using System.Net;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using LocalAi.TestServers;

namespace LocalAi.AgentApi.Tests.OpenAiProtocol;

public sealed class ChatCompletionErrorTests
{
    private const string Question = """{"messages":[{"role":"user","content":"Hi"}]}""";

    [Theory]
    [InlineData("{", null, "The request body is not valid JSON (line 1, byte 2).")]
    [InlineData("", null, "The request body is not valid JSON (line 1, byte 1).")]
    [InlineData("[]", null, "The request body must be a JSON object.")]
    [InlineData("{}", "messages", "'messages' must have at least one message.")]
    [InlineData("""{"messages":[]}""", "messages", "'messages' must have at least one message.")]
    [InlineData("""{"messages":"Hi"}""", "messages", "'messages' has the wrong type: expected an array.")]
    [InlineData("""{"messages":[null]}""", "messages[0]", "'messages[0]' must be an object.")]
    [InlineData("""{"messages":[{"role":"user","content":7}]}""", "messages[0].content", "'messages[0].content' has the wrong type: expected a string or an array of content parts.")]
    [InlineData("""{"messages":[{"role":"user","content":""}]}""", "messages[0].content", "'messages[0].content' is empty: a user's message needs text or an image.")]
    [InlineData("""{"messages":[{"role":"robot","content":"Hi"}]}""", "messages[0].role", "'messages[0].role' must be one of system, developer, user, assistant, tool.")]
    [InlineData("""{"messages":[{"role":"tool","content":"Hi"}]}""", "messages[0].tool_call_id", "'messages[0].tool_call_id' is missing.")]
    [InlineData("""{"temperature":"hot","messages":[{"role":"user","content":"Hi"}]}""", "temperature", "'temperature' has the wrong type: expected a number.")]
    [InlineData("""{"temperature":3,"messages":[{"role":"user","content":"Hi"}]}""", "temperature", "'temperature' is 3; it must be between 0 and 2.")]
    [InlineData("""{"max_tokens":0,"messages":[{"role":"user","content":"Hi"}]}""", "max_tokens", "'max_tokens' is 0; it must be at least 1.")]
    [InlineData("""{"max_tokens":1.5,"messages":[{"role":"user","content":"Hi"}]}""", "max_tokens", "'max_tokens' has the wrong type: expected a whole number.")]
    [InlineData("""{"stream":"yes","messages":[{"role":"user","content":"Hi"}]}""", "stream", "'stream' has the wrong type: expected true or false.")]
    [InlineData("""{"stop":[1],"messages":[{"role":"user","content":"Hi"}]}""", "stop", "'stop' has the wrong type: expected a string or an array of strings.")]
    [InlineData("""{"n":2,"messages":[{"role":"user","content":"Hi"}]}""", "n", "'n' is 2; only 1 is supported: local models answer one request once.")]
    [InlineData("""{"tools":[{"type":"web"}],"messages":[{"role":"user","content":"Hi"}]}""", "tools[0]", "'tools[0]' must have type 'function' and function.name.")]
    [InlineData("""{"tool_choice":"required","messages":[{"role":"user","content":"Hi"}]}""", "tool_choice", "'tool_choice' is required, and 'tools' has none.")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"a"}}],"tool_choice":{"type":"function","function":{"name":"b"}},"messages":[{"role":"user","content":"Hi"}]}""", "tool_choice", "'tool_choice' names 'b', which is not one of 'tools'.")]
    [InlineData("""{"tool_choice":"maybe","messages":[{"role":"user","content":"Hi"}]}""", "tool_choice", "'tool_choice' must be none, auto, required or {\"type\":\"function\",\"function\":{\"name\":…}}.")]
    [InlineData("""{"response_format":{"type":"xml"},"messages":[{"role":"user","content":"Hi"}]}""", "response_format.type", "'response_format.type' must be text, json_object or json_schema.")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://10.0.0.1/x.png"}}]}]}""", "messages[0].content[0].image_url.url", "'messages[0].content[0].image_url.url' must be a data:image/… URL: the agent fetches nothing from the network.")]
    public async Task ChatCompletions_NamesTheField_WhenTheRequestIsWrong(string request, string? field, string message)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/chat/completions", request);

        Assert.Equal(400, status);
        var error = body.GetProperty("error");
        Assert.Equal((message, "invalid_request_error", field, "invalid_request"), Parts(error));
        Assert.Empty(ollama.Chats);
    }

    [Fact]
    public async Task ChatCompletions_RefusesImages_WhenTheModelCannotSee()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/chat/completions", """
            {"messages":[{"role":"system","content":"Look"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC"}}]}]}
            """);

        Assert.Equal(
            (400, "messages[1].content", $"'{ollama.Model}' cannot see images: choose a model with the capability 'vision' (GET /api/models)."),
            (status, body.GetProperty("error").GetProperty("param").GetString(), body.GetProperty("error").GetProperty("message").GetString()));
        Assert.Empty(ollama.Chats);
    }

    [Fact]
    public async Task ChatCompletions_NamesTheModelsThatExist_WhenTheModelIsUnknown()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/chat/completions", """{"model":"gpt-9","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(404, status);
        Assert.Equal(
            ($"The model 'gpt-9' does not exist. Models that exist: fake-embed, {ollama.Model}.", "invalid_request_error", "model", "model_not_found"),
            Parts(body.GetProperty("error")));
    }

    [Fact]
    public async Task ChatCompletions_RefusesAnEmbeddingModel_WhenAskedToChat()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/chat/completions", """{"model":"fake-embed","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(400, status);
        Assert.Equal("model", body.GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task ChatCompletions_Answers413_WhenTheMessageHasFiveMegabytes()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.PostAsync(
            "/v1/chat/completions", $$"""{"messages":[{"role":"user","content":"{{new string('a', 5_000_000)}}"}]}""");

        Assert.Equal(413, status);
        Assert.Equal(
            ("The request body is larger than Agent:MaxRequestBytes allows.", "invalid_request_error", null, "request_too_large"),
            Parts(body.GetProperty("error")));
        Assert.Empty(ollama.Chats);
    }

    [Fact]
    public async Task ChatCompletions_Answers503ThenWorks_WhenTheModelServerStartsLater()
    {
        await using var ollama = new FakeOllama();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (down, body) = await agent.PostAsync("/v1/chat/completions", Question);
        await ollama.RestartAsync();
        var (up, _) = await agent.PostAsync("/v1/chat/completions", Question);
        await ollama.StopAsync();
        var (downAgain, _) = await agent.PostAsync("/v1/chat/completions", Question);
        await ollama.RestartAsync();
        var (upAgain, _) = await agent.PostAsync("/v1/chat/completions", Question);

        Assert.Equal((503, 200, 503, 200), (down, up, downAgain, upAgain));
        Assert.Equal("model_server_unavailable", body.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("ConnectionStrings:chat", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChatCompletions_Answers504_WhenTheModelServerIsTooSlow()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => UntilAbortedAsync(context.RequestAborted);
        await using var agent = AgentServer.Start(ollama.ConnectionString, settings: ("Agent:FirstTokenTimeoutSeconds", "0.3"));

        var (status, body) = await agent.PostAsync("/v1/chat/completions", Question);

        Assert.Equal(504, status);
        Assert.Contains("Agent:FirstTokenTimeoutSeconds", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChatCompletions_PassesTheReasonOn_WhenTheModelServerRefuses()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            context.Response.StatusCode = 503;
            await FakeOllama.LineAsync(context, new { error = "server busy, please try again. maximum pending requests exceeded" });
        };
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        using var response = await agent.Http.PostAsync("/v1/chat/completions", new StringContent(Question, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("2", response.Headers.RetryAfter?.ToString());
        Assert.Contains("maximum pending requests", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChatCompletions_EndsWithAnErrorEvent_WhenTheModelServerDiesMidAnswer()
    {
        var seen = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await FakeOllama.TokenAsync(context, "partial");
            await seen.Task;
            context.Abort();
        };
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        await using var reader = await SseReader.PostAsync(agent.Http, "/v1/chat/completions", """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        await reader.NextAsync();
        var token = await reader.NextAsync();
        seen.SetResult();
        var rest = await reader.RestAsync();

        Assert.Contains("partial", token!.Value.Data, StringComparison.Ordinal);
        Assert.Equal("model_server_failed", JsonElement.Parse(Assert.Single(rest).Data).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task ChatCompletions_CancelsTheGenerationAtOnce_WhenTheCallerLeavesDuringPrefill()
    {
        var began = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            began.SetResult();
            await UntilAbortedAsync(context.RequestAborted);
            cancelled.SetResult();
        };
        await using var agent = AgentServer.Start(ollama.ConnectionString);
        using var leave = new CancellationTokenSource();

        var call = agent.Http.PostAsync("/v1/chat/completions", new StringContent(Question, Encoding.UTF8, "application/json"), leave.Token);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", 405)]
    [InlineData("GET", "/v1/nothing", 404)]
    public async Task OpenAiRoutes_AnswerInOpenAisShape_WhenThePathOrMethodIsWrong(string method, string path, int expected)
    {
        await using var agent = AgentServer.Start($"Endpoint=http://127.0.0.1:{FreePort.Next()};Model=x");

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await agent.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, (int)response.StatusCode);
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("invalid_request_error", body.GetProperty("error").GetProperty("type").GetString());
    }

    private static (string?, string?, string?, string?) Parts(JsonElement error) => (
        error.GetProperty("message").GetString(), error.GetProperty("type").GetString(),
        error.GetProperty("param").GetString(), error.GetProperty("code").GetString());

    private static async Task UntilAbortedAsync(CancellationToken aborted)
    {
        var end = new TaskCompletionSource();
        await using var registration = aborted.Register(end.SetResult);
        await end.Task;
    }
}
