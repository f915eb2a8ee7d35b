using System.Net.Http.Headers;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.Access;

/// <summary>Keys over HTTP with a real Postgres.</summary>
public sealed class KeyTests(PostgresFixture postgres)
{
    private const string StackKey = "stack-key-of-this-test";
    private const string Question = """{"messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task Agent_WantsAKeyFromEverybody_WhereOneIsRequired()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, settings: [("Access:RequireKey", "true"), ("Access:StackKey", StackKey)]);

        foreach (var path in new[] { "/v1/models", "/api/conversations", "/api/keys", "/openapi/v1.json", "/no/such/path" })
        {
            using var refused = await SendAsync(agent, HttpMethod.Get, path, key: null);
            Assert.Equal((401, "Bearer"), ((int)refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
        }

        using var wrong = await SendAsync(agent, HttpMethod.Get, "/v1/models", "stack-key-of-this-tesT");
        using var stack = await SendAsync(agent, HttpMethod.Get, "/v1/models", StackKey);
        using var health = await SendAsync(agent, HttpMethod.Get, "/alive", key: null);
        Assert.Equal((401, 200, 200), ((int)wrong.StatusCode, (int)stack.StatusCode, (int)health.StatusCode));
        Assert.Equal("key_unknown", (await BodyAsync(wrong)).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(null, null, 200)]
    [InlineData("sk-what-clients-must-send", null, 200)]
    [InlineData(null, "127.0.0.1", 401)]
    public async Task Agent_NeedsNoKeyFromThisMachine_UnlessAProxyPassesTheRequestOn(string? key, string? forwardedFor, int expected)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);
        using var request = Request(HttpMethod.Get, "/v1/models", key);
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }

        using var response = await agent.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task Key_OpensWhatItsScopesSay_AndNothingElse()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await StartAsync(ollama);
        var (chat, _) = await CreateAsync(agent, """{"name":"chat","scopes":["chat"]}""");
        var (embed, _) = await CreateAsync(agent, """{"name":"embed","scopes":["embed"]}""");
        var (manage, _) = await CreateAsync(agent, """{"name":"manage","scopes":["manage"]}""");

        int[][] statuses =
        [
            await StatusesAsync(agent, chat, ollama.Embedding), await StatusesAsync(agent, embed, ollama.Embedding), await StatusesAsync(agent, manage, ollama.Embedding),
        ];

        // Models, chat, embeddings, conversations, keys.
        Assert.Equal([[200, 200, 403, 200, 403], [200, 403, 200, 403, 403], [200, 403, 403, 200, 200]], statuses);
        using var refused = await SendAsync(agent, HttpMethod.Post, "/v1/embeddings", chat, """{"input":"x"}""");
        Assert.Equal(
            ("scope_missing", "The key 'chat' is for chat; this needs embed."),
            ((await BodyAsync(refused)).GetProperty("error").GetProperty("code").GetString(), (await BodyAsync(refused)).GetProperty("error").GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Keys_ShowTheirSecretOnce_AndAreListedWithoutIt()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await StartAsync(ollama);
        var name = "Robert'); DROP TABLE api_keys;--";
        var (secret, details) = await CreateAsync(agent, JsonSerializer.Serialize(new { name, requestsPerMinute = 9, tokensPerDay = 99 }));

        using var listed = await SendAsync(agent, HttpMethod.Get, "/api/keys", StackKey);
        var text = await listed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("lai_", secret);
        Assert.True(secret.Length > 40);
        Assert.DoesNotContain(secret[12..], text, StringComparison.Ordinal);
        var item = Assert.Single(JsonElement.Parse(text).GetProperty("items").EnumerateArray());
        Assert.Equal(details.GetRawText(), item.GetRawText());
        Assert.Equal((name, secret[..10], 9, 99), (Text(item, "name"), Text(item, "prefix"), item.GetProperty("requestsPerMinute").GetInt32(), item.GetProperty("tokensPerDay").GetInt32()));
        Assert.Equal(["chat", "embed"], item.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":"  "}""", "name")]
    [InlineData("""{"name":"a\u0000b"}""", "name")]
    [InlineData("""{"name":"x","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["root"]}""", "scopes")]
    [InlineData("""{"name":"x","requestsPerMinute":0}""", "requestsPerMinute")]
    [InlineData("""{"name":"x","tokensPerDay":-1}""", "tokensPerDay")]
    [InlineData("""{"name":"x","collections":["'; --"]}""", "collections[0]")]
    public async Task Keys_NameTheField_WhenTheRequestIsWrong(string request, string field)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await StartAsync(ollama);

        using var response = await SendAsync(agent, HttpMethod.Post, "/api/keys", StackKey, request);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.True((await BodyAsync(response)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Key_IsRefused_WhenItWasRevokedOrNeverWas()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await StartAsync(ollama);
        var (secret, details) = await CreateAsync(agent, """{"name":"short-lived"}""");
        using var before = await SendAsync(agent, HttpMethod.Get, "/v1/models", secret);

        using var revoked = await SendAsync(agent, HttpMethod.Delete, $"/api/keys/{Text(details, "id")}", StackKey);
        using var after = await SendAsync(agent, HttpMethod.Get, "/v1/models", secret);
        using var never = await SendAsync(agent, HttpMethod.Get, "/v1/models", "lai_" + new string('A', 43));
        using var unknown = await SendAsync(agent, HttpMethod.Delete, $"/api/keys/{Guid.NewGuid()}", StackKey);
        using var unchanged = await SendAsync(agent, HttpMethod.Patch, $"/api/keys/{Guid.NewGuid()}", StackKey, """{"collections":["*"]}""");

        Assert.Equal(
            (200, 204, 401, 401, 404, 404),
            ((int)before.StatusCode, (int)revoked.StatusCode, (int)after.StatusCode, (int)never.StatusCode, (int)unknown.StatusCode, (int)unchanged.StatusCode));
    }

    [Fact]
    public async Task Key_CannotBeChecked_WhileTheDatabaseIsAway_ButTheStackGoesOn()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, settings: [("Access:RequireKey", "true"), ("Access:StackKey", StackKey)]);

        using var key = await SendAsync(agent, HttpMethod.Get, "/v1/models", "lai_" + new string('A', 43));
        using var stack = await SendAsync(agent, HttpMethod.Post, "/v1/chat/completions", StackKey, Question);

        Assert.Equal((503, "2", 200), ((int)key.StatusCode, key.Headers.RetryAfter?.ToString(), (int)stack.StatusCode));
    }

    [Fact]
    public async Task Key_WaitsItsTurn_WhenItMakesTooManyRequests()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await StartAsync(ollama);
        var (secret, _) = await CreateAsync(agent, """{"name":"slow","requestsPerMinute":2}""");
        using var first = await SendAsync(agent, HttpMethod.Get, "/v1/models", secret);
        using var second = await SendAsync(agent, HttpMethod.Get, "/v1/models", secret);

        using var third = await SendAsync(agent, HttpMethod.Get, "/v1/models", secret);

        Assert.Equal((200, 200, 429), ((int)first.StatusCode, (int)second.StatusCode, (int)third.StatusCode));
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        Assert.Equal("rate_limit_exceeded", (await BodyAsync(third)).GetProperty("error").GetProperty("code").GetString());
    }

    private Task<AgentServer> StartAsync(FakeOllama ollama) => AgentServer.StartHealthyAsync(
        ollama, postgres.Server, null,
        ("Access:RequireKey", "true"), ("Access:StackKey", StackKey), ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString));

    private static async Task<int[]> StatusesAsync(AgentServer agent, string key, string embedding)
    {
        using var models = await SendAsync(agent, HttpMethod.Get, "/v1/models", key);
        using var chat = await SendAsync(agent, HttpMethod.Post, "/v1/chat/completions", key, Question);
        using var embeddings = await SendAsync(agent, HttpMethod.Post, "/v1/embeddings", key, $$"""{"model":"{{embedding}}","input":"x"}""");
        using var conversations = await SendAsync(agent, HttpMethod.Get, "/api/conversations", key);
        using var keys = await SendAsync(agent, HttpMethod.Get, "/api/keys", key);
        return [(int)models.StatusCode, (int)chat.StatusCode, (int)embeddings.StatusCode, (int)conversations.StatusCode, (int)keys.StatusCode];
    }

    private static async Task<(string Secret, JsonElement Details)> CreateAsync(AgentServer agent, string request)
    {
        using var response = await SendAsync(agent, HttpMethod.Post, "/api/keys", StackKey, request);
        var body = await BodyAsync(response);
        Assert.True((int)response.StatusCode == 201, body.GetRawText());
        return (Text(body, "key"), body.GetProperty("details"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static HttpRequestMessage Request(HttpMethod method, string path, string? key, string? json = null) => new(method, path)
    {
        Headers = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
        Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
    };

    private static async Task<HttpResponseMessage> SendAsync(AgentServer agent, HttpMethod method, string path, string? key, string? json = null)
    {
        using var request = Request(method, path, key, json);
        return await agent.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
