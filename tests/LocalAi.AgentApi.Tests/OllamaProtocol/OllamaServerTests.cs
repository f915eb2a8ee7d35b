using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace LocalAi.AgentApi.Tests.OllamaProtocol;

/// <summary>Ollama's API on the agent, byte for byte.</summary>
public sealed class OllamaServerTests(PostgresFixture postgres)
{
    private const string Question = """{"messages":[{"role":"user","content":"Hi"}]}""";

    /// <summary>What <see cref="FakeOllama.DoneAsync"/> reports.</summary>
    private const string Took =
        "\"done\":true,\"done_reason\":\"stop\",\"total_duration\":2000000000,\"load_duration\":250000000,\"prompt_eval_count\":11,"
        + "\"prompt_eval_duration\":250000000,\"eval_count\":2,\"eval_duration\":1000000000}";

    [Fact]
    public async Task Chat_StreamsALineForEachToken_UnlessItIsWantedWhole()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var lines = await LinesAsync(agent, "/api/chat", $$"""{"model":"{{ollama.Model}}:latest","messages":[{"role":"user","content":"Hi"}]}""");
        var whole = await LinesAsync(agent, "/api/chat", """{"stream":false,"messages":[{"role":"user","content":"Hi"}]}""", "application/json");

        Assert.Equal(
            [
                $$$"""{"model":"{{{ollama.Model}}}:latest","message":{"role":"assistant","content":"Hello"},"done":false}""",
                $$$"""{"model":"{{{ollama.Model}}}:latest","message":{"role":"assistant","content":" world"},"done":false}""",
                $$$"""{"model":"{{{ollama.Model}}}:latest","message":{"role":"assistant","content":""},{{{Took}}}""",
            ],
            lines);
        Assert.Equal([$$$"""{"model":"{{{ollama.Model}}}","message":{"role":"assistant","content":"Hello world"},{{{Took}}}"""], whole);
    }

    [Fact]
    public async Task Generate_StreamsAndAnswersWhole_AndSendsSystemAndImages()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.Capabilities = ["completion", "vision"];
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var lines = await LinesAsync(agent, "/api/generate", """{"prompt":"What is this?","system":"Be brief","images":["iVBORw0KGgo="]}""");
        var whole = await LinesAsync(agent, "/api/generate", """{"prompt":"Hi","stream":false}""", "application/json");
        var nothing = await LinesAsync(agent, "/api/generate", "{}", "application/json");

        Assert.Equal(
            [
                $$"""{"model":"{{ollama.Model}}","response":"Hello","done":false}""", $$"""{"model":"{{ollama.Model}}","response":" world","done":false}""",
                $$"""{"model":"{{ollama.Model}}","response":"",{{Took}}""",
            ],
            lines);
        Assert.Equal([$$"""{"model":"{{ollama.Model}}","response":"Hello world",{{Took}}"""], whole);
        Assert.Equal([$$"""{"model":"{{ollama.Model}}","response":"","done":true,"done_reason":"load"}"""], nothing);
        Assert.Equal(
            """[{"role":"system","content":"Be brief"},{"role":"user","content":"What is this?","images":["iVBORw0KGgo="]}]""",
            ollama.Chats.First().GetProperty("messages").GetRawText());
        Assert.Equal(2, ollama.Chats.Count);
    }

    [Fact]
    public async Task Chat_HandsEverySettingOn_AndLeavesOutWhatIsTheOperators()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.DoneAsync(context, 77, "length");
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var lines = await LinesAsync(agent, "/api/chat", """
            {"messages":[{"role":"user","content":"Hi"}],"format":{"type":"object"},"think":"high","keep_alive":-1,
             "options":{"temperature":0.5,"top_p":0.9,"top_k":40,"seed":42.0,"num_predict":77,"stop":["END"],"num_ctx":4096,"min_p":0.05,"num_gpu":0,"mirostat":null}}
            """);
        Assert.Equal("length", JsonElement.Parse(Assert.Single(lines)).GetProperty("done_reason").GetString());
        await LinesAsync(agent, "/api/chat", """{"messages":[{"role":"user","content":"Hi"}],"format":"json","options":{"num_predict":-1}}""");

        Assert.Equal(
            [
                $$$"""{"model":"{{{ollama.Model}}}","messages":[{"role":"user","content":"Hi"}],"stream":true,"format":{"type":"object"},"options":{"temperature":0.5,"top_p":0.9,"top_k":40,"num_predict":77,"seed":42,"stop":["END"],"num_ctx":4096,"min_p":0.05},"think":"high"}""",
                $$$"""{"model":"{{{ollama.Model}}}","messages":[{"role":"user","content":"Hi"}],"stream":true,"format":"json","options":{}}""",
            ],
            ollama.Chats.Select(chat => chat.GetRawText()));
    }

    [Fact]
    public async Task Chat_HandsToolsAndThinkingThrough_WhenTheClientHasTools()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await FakeOllama.LineAsync(context, new { message = new { role = "assistant", content = "", thinking = "hm" }, done = false });
            await FakeOllama.ToolCallAsync(context, "f", new { a = 1 });
            await FakeOllama.DoneAsync(context, 4);
        };
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var lines = await LinesAsync(agent, "/api/chat", """
            {"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}},{"type":"function","function":{"name":"g"}}],
             "messages":[{"role":"user","content":"Go"},
               {"role":"assistant","content":"","thinking":"both","tool_calls":[{"function":{"name":"f","arguments":{"a":1,"a":2}}},{"function":{"name":"g"}}]},
               {"role":"tool","tool_name":"g","content":"G"},{"role":"tool","content":"F"}]}
            """);

        var sent = Assert.Single(ollama.Chats);
        Assert.Equal(
            """[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}},{"type":"function","function":{"name":"g","description":"","parameters":{"type":"object","properties":{}}}}]""",
            sent.GetProperty("tools").GetRawText());
        Assert.Equal(
            """
            [{"role":"user","content":"Go"},{"role":"assistant","content":"","thinking":"both","tool_calls":[{"function":{"name":"f","arguments":{"a":2}}},{"function":{"name":"g","arguments":{}}}]},{"role":"tool","content":"G","tool_name":"g"},{"role":"tool","content":"F","tool_name":"f"}]
            """,
            sent.GetProperty("messages").GetRawText());
        Assert.Equal("hm", JsonElement.Parse(lines[0]).GetProperty("message").GetProperty("thinking").GetString());
        var call = Assert.Single(JsonElement.Parse(lines[1]).GetProperty("message").GetProperty("tool_calls").EnumerateArray());
        Assert.StartsWith("call_", call.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"index":0,"name":"f","arguments":{"a":1}}""", call.GetProperty("function").GetRawText());
        Assert.Equal("stop", JsonElement.Parse(lines[2]).GetProperty("done_reason").GetString());
    }

    [Fact]
    public async Task Embeddings_ComeInBothForms()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, settings: ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString));

        var (_, batch) = await agent.PostAsync("/api/embed", """{"model":"fake-embed","input":["a","bcd"]}""");
        var (_, one) = await agent.PostAsync("/api/embed", """{"input":"ab"}""");
        var (_, none) = await agent.PostAsync("/api/embed", """{"model":"fake-embed"}""");
        var (_, older) = await agent.PostAsync("/api/embeddings", """{"model":"fake-embed","prompt":"abc"}""");

        Assert.Equal(
            ("fake-embed", "[[1,0.5,-1],[3,0.5,-1]]", 7),
            (batch.GetProperty("model").GetString(), batch.GetProperty("embeddings").GetRawText(), batch.GetProperty("prompt_eval_count").GetInt32()));
        Assert.True(batch.GetProperty("total_duration").GetInt64() > 0);
        Assert.Equal(("[[2,0.5,-1]]", "[]"), (one.GetProperty("embeddings").GetRawText(), none.GetProperty("embeddings").GetRawText()));
        Assert.Equal("""{"embedding":[3,0.5,-1]}""", older.GetRawText());
    }

    [Fact]
    public async Task Models_OfEveryServer_AreListedShownAndAsked()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var openAi = await FakeOpenAi.StartAsync();
        await using var agent = AgentServer.Start(
            ollama.ConnectionString, settings: [("Providers:lab:Url", $"http://127.0.0.1:{openAi.Port}"), ("Providers:lab:Models:0", "qwen")]);

        var root = await agent.Http.GetStringAsync("/", TestContext.Current.CancellationToken);
        var (_, version) = await agent.GetAsync("/api/version");
        var (_, tags) = await agent.GetAsync("/api/tags");
        var (_, loaded) = await agent.GetAsync("/api/ps");
        var (_, own) = await agent.PostAsync("/api/show", $$"""{"model":"{{ollama.Model}}"}""");
        var (_, others) = await agent.PostAsync("/api/show", """{"name":"lab/qwen"}""");
        var answer = await LinesAsync(agent, "/api/chat", """{"model":"lab/qwen","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(("Ollama is running", """{"version":"0.32.15"}"""), (root, version.GetRawText()));
        Assert.Equal(
            [$"{ollama.Model}:latest", "fake-embed:latest", "lab/qwen"],
            tags.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        Assert.Equal(
            $$"""{"name":"{{ollama.Model}}:latest","model":"{{ollama.Model}}:latest","digest":"d","details":{"parent_model":"","format":"","family":"","families":[],"parameter_size":"","quantization_level":""},"size":0,"modified_at":"2026-01-02T03:04:05+00:00"}""",
            tags.GetProperty("models")[0].GetRawText());
        var model = Assert.Single(loaded.GetProperty("models").EnumerateArray());
        Assert.Equal(
            ($"{ollama.Model}:latest", 4000, 3000, 8192),
            (model.GetProperty("model").GetString(), model.GetProperty("size").GetInt32(), model.GetProperty("size_vram").GetInt32(), model.GetProperty("context_length").GetInt32()));
        Assert.Equal("""{"capabilities":["completion","tools"],"model_info":{"llama.context_length":8192}}""", own.GetRawText());
        Assert.Equal("""["completion","tools"]""", others.GetProperty("capabilities").GetRawText());
        Assert.Equal(["Hel", "lo", ""], answer.Select(line => JsonElement.Parse(line).GetProperty("message").GetProperty("content").GetString()));
    }

    [Theory]
    [InlineData("/api/chat", "{", 400, "The request body is not valid JSON (line 1, byte 2).")]
    [InlineData("/api/chat", """{"messages":[{"role":"robot"}]}""", 400, "'messages[0].role' must be one of system, user, assistant, tool.")]
    [InlineData("/api/chat", """{"messages":[null]}""", 400, "'messages[0]' must be an object.")]
    [InlineData("/api/chat", """{"messages":[{"role":"user","images":["?"]}]}""", 400, "'messages[0].images[0]' is not base64.")]
    [InlineData("/api/chat", """{"messages":[{"role":"user","images":["AAEC"]}]}""", 400, "cannot see images")]
    [InlineData("/api/chat", """{"messages":[],"tools":[{"type":"function"}]}""", 400, "'tools[0]' must have function.name.")]
    [InlineData("/api/chat", """{"messages":[],"options":{"seed":"x"}}""", 400, "'options.seed' has the wrong type: expected a whole number.")]
    [InlineData("/api/chat", """{"messages":[],"format":"xml"}""", 400, "'format' must be \"json\" or a JSON schema.")]
    [InlineData("/api/chat", """{"messages":[],"think":1}""", 400, "'think' must be true, false")]
    [InlineData("/api/chat", """{"model":"gpt-9","messages":[]}""", 404, "The model 'gpt-9' does not exist.")]
    [InlineData("/api/generate", """{"prompt":"x","suffix":"y"}""", 400, "'suffix' is not supported")]
    [InlineData("/api/embed", """{"input":7}""", 400, "'input' has the wrong type: expected a string or an array of strings.")]
    [InlineData("/api/show", "{}", 400, "'model' is missing.")]
    [InlineData("/api/pull", """{"model":"x"}""", 404, "There is nothing at /api/pull.")]
    [InlineData("/api/tags", "{}", 405, "/api/tags does not take POST.")]
    public async Task Errors_HaveOllamasShape(string path, string request, int status, string message)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (answered, body) = await agent.PostAsync(path, request);

        Assert.Equal((status, "error"), (answered, Assert.Single(body.EnumerateObject()).Name));
        Assert.Contains(message, body.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(ollama.Chats);
    }

    [Fact]
    public async Task Chat_EndsWithAnError_WhenTheModelServerDiesMidAnswer()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.TokenAsync(context, "partial");
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var lines = await LinesAsync(agent, "/api/chat", Question);

        Assert.Equal(2, lines.Count);
        Assert.Contains("broke off", JsonElement.Parse(lines[1]).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_AreHeldToTheirKeysScopesAndQuota()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.AnswerAsync(context, [.. Enumerable.Range(0, 200).Select(number => $"{number} ")]);
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var (_, made) = await agent.PostAsync("/api/keys", """{"name":"old client","scopes":["chat"],"tokensPerDay":20}""");
        agent.Http.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("key").GetString());

        var (forbidden, scope) = await agent.PostAsync("/api/embed", """{"input":"x"}""");
        var lines = await LinesAsync(agent, "/api/chat", Question);
        var (refused, quota) = await agent.PostAsync("/api/generate", """{"prompt":"x"}""");

        Assert.Equal((403, "The key 'old client' is for chat; this needs embed."), (forbidden, scope.GetProperty("error").GetString()));
        Assert.Equal(21, lines.Count);
        Assert.Equal("The key 'old client' may use 20 tokens a day (UTC), and has.", JsonElement.Parse(lines[^1]).GetProperty("error").GetString());
        Assert.Equal((429, "The key 'old client' may use 20 tokens a day (UTC), and has."), (refused, quota.GetProperty("error").GetString()));
    }

    /// <summary>The lines of an answer, each without the time at which it was made.</summary>
    private static async Task<List<string>> LinesAsync(AgentServer agent, string path, string request, string contentType = "application/x-ndjson")
    {
        using var content = new StringContent(request, System.Text.Encoding.UTF8, "application/json");
        using var response = await agent.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((StatusCodes.Status200OK, contentType), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var json = JsonNode.Parse(line)!.AsObject();
            json.Remove("created_at");
            return json.ToJsonString();
        })];
    }
}
