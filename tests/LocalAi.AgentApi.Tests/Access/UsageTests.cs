using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.Access;

/// <summary>What callers use is counted, limited and told.</summary>
public sealed class UsageTests(PostgresFixture postgres)
{
    private const string Streamed = """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string Whole = """{"messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task Usage_TellsTokensPerDayCallerAndModel()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, null, ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString));
        var (key, id) = await CreateAsync(agent, null);
        using var client = Client(agent, key);
        await PostAsync(client, "/v1/chat/completions", Whole);
        await PostAsync(client, "/v1/chat/completions", Whole);
        await PostAsync(client, "/v1/embeddings", """{"input":["a","b"]}""");
        await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Hi");

        var (_, report) = await agent.GetAsync("/api/usage?days=1");

        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string[] expected =
        [
            $"{today} {id} usage-test {ollama.Model} 2 22 4",
            $"{today} local this machine {ollama.Model} 1 11 2",
            $"{today} {id} usage-test {ollama.Embedding} 1 7 0",
        ];
        Assert.Equal(expected, report.GetProperty("items").EnumerateArray().Select(item => string.Join(' ', item.EnumerateObject().Select(value => value.Value.ToString()))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(367)]
    public async Task Usage_NamesTheField_WhenTheDaysAreWrong(int days)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);

        var (status, body) = await agent.GetAsync($"/api/usage?days={days}");

        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty("days", out _));
    }

    [Fact]
    public async Task Quota_LetsNobodyBegin_WhenItIsUsedUp_EvenAtAnotherAgent()
    {
        await using var ollama = await FakeOllama.StartAsync();
        var database = await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        string secret;
        await using (var first = AgentServer.Start(ollama.ConnectionString, database))
        {
            await first.WaitForHealthAsync("Healthy");
            (secret, _) = await CreateAsync(first, 13);
            using var client = Client(first, secret);
            await PostAsync(client, "/v1/chat/completions", Whole);
            using var refused = await client.PostAsync("/v1/chat/completions", Json(Whole), TestContext.Current.CancellationToken);
            Assert.Equal(429, (int)refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 86400);
            Assert.Contains("13 tokens a day", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await using var second = AgentServer.Start(ollama.ConnectionString, database);
        await second.WaitForHealthAsync("Healthy");
        using var again = Client(second, secret);
        using var response = await again.PostAsync("/v1/chat/completions", Json(Whole), TestContext.Current.CancellationToken);
        Assert.Equal(429, (int)response.StatusCode);
    }

    [Fact]
    public async Task Quota_EndsTheStream_WhenItIsReachedInMidAnswer()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.AnswerAsync(context, [.. Enumerable.Range(0, 200).Select(number => $"{number} ")]);
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var (secret, _) = await CreateAsync(agent, 20);
        using var client = Client(agent, secret);

        await using var stream = await SseReader.PostAsync(client, "/v1/chat/completions", Streamed);
        var events = await stream.RestAsync();

        Assert.Equal("quota_exceeded", JsonElement.Parse(events[^1].Data).GetProperty("error").GetProperty("code").GetString());
        Assert.DoesNotContain(events, item => item.Data == "[DONE]");
        Assert.Equal(20, events.Count(item => item.Data.Contains("\"content\":\"", StringComparison.Ordinal)) - 1);
    }

    [Fact]
    public async Task Revocation_EndsTheStream_WhenItComesInMidAnswer()
    {
        var goOn = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await FakeOllama.TokenAsync(context, "one");
            await goOn.Task;
            await FakeOllama.AnswerAsync(context, "two", "three");
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var (secret, id) = await CreateAsync(agent, null);
        using var client = Client(agent, secret);
        await using var stream = await SseReader.PostAsync(client, "/v1/chat/completions", Streamed);
        await stream.NextAsync();
        await stream.NextAsync();

        using var revoked = await agent.Http.DeleteAsync($"/api/keys/{id}", TestContext.Current.CancellationToken);
        goOn.SetResult();
        var events = await stream.RestAsync();

        Assert.Equal("key_unknown", JsonElement.Parse(events[^1].Data).GetProperty("error").GetProperty("code").GetString());
        Assert.DoesNotContain(events, item => item.Data.Contains("three", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Usage_IsKeptAndStoredLater_WhenTheDatabaseWasAway()
    {
        await using var server = await LocalAi.TestServers.PostgresServer.StartAsync(TestContext.Current.CancellationToken);
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, server);
        await server.StopAsync();
        await PostAsync(agent.Http, "/v1/chat/completions", Whole);

        await server.RestartAsync(TestContext.Current.CancellationToken);
        await agent.WaitForHealthAsync("Healthy");
        var (_, report) = await agent.GetAsync("/api/usage");

        Assert.Equal(2, Assert.Single(report.GetProperty("items").EnumerateArray()).GetProperty("outputTokens").GetInt32());
    }

    private static async Task<(string Secret, string Id)> CreateAsync(AgentServer agent, long? tokensPerDay)
    {
        using var response = await agent.Http.PostAsJsonAsync("/api/keys", new { name = "usage-test", tokensPerDay }, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (body.GetProperty("key").GetString()!, body.GetProperty("details").GetProperty("id").GetString()!);
    }

    private static HttpClient Client(AgentServer agent, string key) => new()
    {
        BaseAddress = agent.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    private static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static async Task PostAsync(HttpClient client, string path, string json)
    {
        using var response = await client.PostAsync(path, Json(json), TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
