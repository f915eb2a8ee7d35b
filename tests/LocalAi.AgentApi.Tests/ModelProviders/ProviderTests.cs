using System.Text.Json;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.Tests.Servers;
using LocalAi.TestServers;

namespace LocalAi.AgentApi.Tests.ModelProviders;

/// <summary>Several providers by address: names, keys, fallback, and what may not be asked.</summary>
public sealed class ProviderTests
{
    /// <summary>RFC 5737: an address that nobody has.</summary>
    private const string Elsewhere = "http://203.0.113.5:8080";

    [Fact]
    public async Task Models_OfFurtherProviders_AreListedAndAskedByProvider()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var openAi = await FakeOpenAi.StartAsync();
        await using var second = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(
            ollama.ConnectionString,
            settings:
            [
                .. Provider("lab", $"http://127.0.0.1:{openAi.Port}"), ("Providers:lab:Key", "lab-key"), ("Providers:lab:Models:0", "qwen"), .. Provider("box", $"http://127.0.0.1:{second.Port}"),
            ]);

        var (_, models) = await agent.GetAsync("/v1/models");
        var (status, answer) = await agent.PostAsync("/v1/chat/completions", Ask("lab/qwen"));
        await agent.PostAsync("/v1/chat/completions", Ask($"box/{second.Model}"));

        Assert.Equal(
            [ollama.Model, ollama.Embedding, "lab/qwen", $"box/{second.Embedding}", $"box/{second.Model}"],
            models.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()).OrderBy(id => id!.Contains('/')).ThenBy(id => id!.StartsWith("box")));
        Assert.Equal((200, "lab/qwen", "Hello"), (status, answer.GetProperty("model").GetString(), Text(answer)));
        Assert.True(openAi.Chats.TryDequeue(out var asked));
        Assert.Equal(("Bearer lab-key", "qwen"), (asked.Authorization, asked.Body.GetProperty("model").GetString()));
        Assert.True(second.Chats.TryDequeue(out var body));
        Assert.Equal(second.Model, body.GetProperty("model").GetString());
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Fallback_Answers_WhenTheModelAskedForFails(int status)
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) =>
        {
            context.Response.StatusCode = status;
            return FakeOllama.LineAsync(context, new { error = "no" });
        };
        await using var openAi = await FakeOpenAi.StartAsync();
        await using var agent = AgentServer.Start(
            ollama.ConnectionString,
            settings: [.. Provider("lab", $"http://127.0.0.1:{openAi.Port}"), ("Agent:FallbackModels:0", "lab/qwen"), ("Agent:FallbackModels:1", ollama.Model)]);

        var (_, answer) = await agent.PostAsync("/v1/chat/completions", Ask(ollama.Model));
        await using var stream = await SseReader.PostAsync(agent.Http, "/v1/chat/completions", Ask(ollama.Model, stream: true));
        var events = await stream.RestAsync();

        Assert.Equal(("lab/qwen", "Hello"), (answer.GetProperty("model").GetString(), Text(answer)));
        Assert.All(events.Where(item => item.Data != "[DONE]"), item => Assert.Equal("lab/qwen", JsonElement.Parse(item.Data).GetProperty("model").GetString()));
        Assert.Equal("[DONE]", events[^1].Data);
    }

    [Fact]
    public async Task Fallback_Answers_WhenTheServerOfTheDefaultModelIsDownFromTheStart()
    {
        await using var openAi = await FakeOpenAi.StartAsync();
        await using var agent = AgentServer.Start(
            $"Endpoint=http://127.0.0.1:{FreePort.Next()};Model=gone",
            settings: [.. Provider("lab", $"http://127.0.0.1:{openAi.Port}"), ("Agent:FallbackModels:0", "lab/qwen")]);

        var (status, answer) = await agent.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal((200, "lab/qwen"), (status, answer.GetProperty("model").GetString()));
    }

    [Fact]
    public async Task Fallback_KeepsOut_OnceTheModelHasSaidSomething()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.TokenAsync(context, "Half");
        await using var openAi = await FakeOpenAi.StartAsync();
        await using var agent = AgentServer.Start(
            ollama.ConnectionString, settings: [.. Provider("lab", $"http://127.0.0.1:{openAi.Port}"), ("Agent:FallbackModels:0", "lab/qwen")]);

        await using var stream = await SseReader.PostAsync(agent.Http, "/v1/chat/completions", Ask(ollama.Model, stream: true));
        var events = await stream.RestAsync();

        Assert.Contains("model_server_failed", events[^1].Data, StringComparison.Ordinal);
        Assert.Empty(openAi.Chats);
    }

    [Fact]
    public async Task Provider_HasItsOwnTimeout()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var openAi = await FakeOpenAi.StartAsync();
        openAi.OnChat = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var agent = AgentServer.Start(
            ollama.ConnectionString, settings: [.. Provider("lab", $"http://127.0.0.1:{openAi.Port}"), ("Providers:lab:FirstTokenTimeoutSeconds", "0.2")]);

        var (status, answer) = await agent.PostAsync("/v1/chat/completions", Ask("lab/qwen"));

        Assert.Equal((504, "model_server_timeout"), (status, answer.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("a larger Providers:lab:FirstTokenTimeoutSeconds helps", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_IsRefused_WhenItIsNotOnThisNetwork_UnlessThatIsAllowed()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, settings: Provider("cloud", Elsewhere));

        var (_, models) = await agent.GetAsync("/v1/models");
        var (status, answer) = await agent.PostAsync("/v1/chat/completions", Ask("cloud/gpt"));

        Assert.DoesNotContain("cloud/", models.GetRawText(), StringComparison.Ordinal);
        var error = answer.GetProperty("error");
        Assert.Equal((403, "not_local"), (status, error.GetProperty("code").GetString()));
        Assert.Contains("LocalAi:Privacy:LocalOnly", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DefaultModel_IsRefused_WhenItIsNotOnThisNetwork()
    {
        await using var agent = AgentServer.Start($"Endpoint={Elsewhere};Model=gpt;Provider=openai");

        var (status, answer) = await agent.PostAsync("/v1/chat/completions", Ask("gpt"));

        Assert.Equal((403, "not_local"), (status, answer.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public void WrongSettings_AreNamed()
    {
        var providers = new ProviderList { ["lab"] = new() { Url = "ftp://x", TokenTimeoutSeconds = 0 }, ["a/b"] = new() { Url = "http://localhost" } };

        Assert.Equal(
            ["Providers:lab:Url is 'ftp://x'. It is an address that starts with http:// or https://.", "Providers:lab:TokenTimeoutSeconds is 0; allowed are 0.1 to 86400.",
                "Providers:a/b: the name of a provider cannot have a slash; it stands before one in the names of its models."],
            providers.Validate(null, providers).Failures);
    }

    private static (string, string)[] Provider(string name, string url) => [($"Providers:{name}:Url", url)];

    private static string Ask(string model, bool stream = false) => JsonSerializer.Serialize(new { model, stream, messages = new[] { new { role = "user", content = "Hi" } } });

    private static string? Text(JsonElement answer) => answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
}
