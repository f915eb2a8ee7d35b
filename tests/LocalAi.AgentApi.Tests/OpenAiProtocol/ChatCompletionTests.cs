using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.OpenAiProtocol;

public sealed class ChatCompletionTests
{
    [Fact]
    public async Task ChatCompletions_AnswersWhole_WhenNotStreamed()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/chat/completions", $$"""{"model":"{{ollama.Model}}","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(200, status);
        Assert.StartsWith("chatcmpl-", body.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(body.GetProperty("created").GetInt64()), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal(
            $$$"""
            {"object":"chat.completion","model":"{{{ollama.Model}}}","choices":[{"index":0,"message":{"role":"assistant","content":"Hello world"},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":2,"total_tokens":13}}
            """,
            Without(body, "id", "created"));
    }

    [Fact]
    public async Task ChatCompletions_StreamsChunksUsageAndDone_WhenUsageIsAskedFor()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.AnswerAsync(context, "Grüß", " \"Gott\"\n", "<b>€</b>");
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        await using var reader = await SseReader.PostAsync(
            agent.Http, "/v1/chat/completions", """{"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}""");
        var events = await reader.RestAsync();

        Assert.Equal(("message", "[DONE]"), events[^1]);
        var chunks = events[..^1].Select(item => JsonElement.Parse(item.Data)).ToList();
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        Assert.All(chunks, chunk => Assert.Equal(ollama.Model, chunk.GetProperty("model").GetString()));
        Assert.Equal(
            [
                """[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]""",
                """[{"index":0,"delta":{"content":"Grüß"},"finish_reason":null}]""",
                """[{"index":0,"delta":{"content":" \"Gott\"\n"},"finish_reason":null}]""",
                """[{"index":0,"delta":{"content":"<b>€</b>"},"finish_reason":null}]""",
                """[{"index":0,"delta":{},"finish_reason":"stop"}]""",
                "[]",
            ],
            chunks.Select(chunk => chunk.GetProperty("choices").GetRawText()));
        Assert.Equal("""{"prompt_tokens":11,"completion_tokens":3,"total_tokens":14}""", chunks[^1].GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task ChatCompletions_SendsNoUsage_WhenItIsNotAskedFor()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        await using var reader = await SseReader.PostAsync(agent.Http, "/v1/chat/completions", """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.DoesNotContain(await reader.RestAsync(), item => item.Data.Contains("usage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ChatCompletions_SendsEachTokenAtOnce_WhenTheNextIsNotThereYet()
    {
        var next = new TaskCompletionSource();
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await FakeOllama.TokenAsync(context, "first");
            await next.Task;
            await FakeOllama.AnswerAsync(context, "second");
        };
        await using var agent = AgentServer.Start(ollama.ConnectionString);
        await using var reader = await SseReader.PostAsync(agent.Http, "/v1/chat/completions", """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");

        await reader.NextAsync();
        Assert.Contains("first", (await reader.NextAsync())!.Value.Data, StringComparison.Ordinal);
        next.SetResult();
        Assert.Contains("second", (await reader.NextAsync())!.Value.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChatCompletions_HandsEverySettingOn_WhenTheyAreGiven()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.Capabilities = ["completion", "tools", "vision"];
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        await agent.PostAsync("/v1/chat/completions", """
            {"temperature":0.5,"top_p":0.9,"max_completion_tokens":77,"seed":42,"stop":"END","frequency_penalty":0.25,"presence_penalty":-0.5,
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},
             "messages":[{"role":"developer","content":"Be brief"},
               {"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC"}}]}]}
            """);

        Assert.Equal(
            $$$"""
            {"model":"{{{ollama.Model}}}","messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"What is this?","images":["AAEC"]}],"stream":true,"format":{"type":"object"},"options":{"temperature":0.5,"top_p":0.9,"num_predict":77,"seed":42,"stop":["END"],"frequency_penalty":0.25,"presence_penalty":-0.5}}
            """,
            Assert.Single(ollama.Chats).GetRawText());
    }

    [Fact]
    public async Task ChatCompletions_HandsToolsThroughUnchanged_WhenTheCallerHasTools()
    {
        const string Schema = """{"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{"b":{"enum":["x","y"]}}}}},"required":["a"]}""";
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await FakeOllama.ToolCallAsync(context, "deep", new { a = new[] { new { b = "x" } } });
            await FakeOllama.DoneAsync(context, 4);
        };
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (_, body) = await agent.PostAsync("/v1/chat/completions", $$$"""
            {"tools":[{"type":"function","function":{"name":"deep","description":"d","parameters":{{{Schema}}}}}],
             "messages":[{"role":"user","content":"Go"},
               {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"deep","arguments":"{\"a\":1,\"a\":[]}"}}]},
               {"role":"tool","tool_call_id":"c1","content":"nothing"}]}
            """);

        var sent = Assert.Single(ollama.Chats);
        Assert.Equal(
            $$$"""[{"type":"function","function":{"name":"deep","description":"d","parameters":{{{Schema}}}}}]""",
            sent.GetProperty("tools").GetRawText());
        Assert.Equal(
            """[{"role":"user","content":"Go"},{"role":"assistant","content":"","tool_calls":[{"function":{"name":"deep","arguments":{"a":[]}}}]},{"role":"tool","content":"nothing","tool_name":"deep"}]""",
            sent.GetProperty("messages").GetRawText());
        var choice = body.GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        var message = choice.GetProperty("message");
        Assert.Equal(JsonValueKind.Null, message.GetProperty("content").ValueKind);
        var call = Assert.Single(message.GetProperty("tool_calls").EnumerateArray());
        Assert.Equal("function", call.GetProperty("type").GetString());
        Assert.Equal("""{"name":"deep","arguments":"{\"a\":[{\"b\":\"x\"}]}"}""", call.GetProperty("function").GetRawText());
    }

    [Fact]
    public async Task ChatCompletions_StreamsToolCallsAndReasoning_WhenTheModelSendsThem()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await FakeOllama.LineAsync(context, new { message = new { role = "assistant", content = "", thinking = "hm" }, done = false });
            await FakeOllama.ToolCallAsync(context, "f", new { });
            await FakeOllama.ToolCallAsync(context, "g", new { });
            await FakeOllama.DoneAsync(context, 4);
        };
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        await using var reader = await SseReader.PostAsync(agent.Http, "/v1/chat/completions", """{"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        var choices = (await reader.RestAsync())[1..^1].Select(item => JsonElement.Parse(item.Data).GetProperty("choices")[0]).ToList();

        Assert.Equal("hm", choices[0].GetProperty("delta").GetProperty("reasoning_content").GetString());
        Assert.Equal(
            [(0, "f"), (1, "g")],
            choices[1..3].Select(choice => choice.GetProperty("delta").GetProperty("tool_calls")[0])
                .Select(call => (call.GetProperty("index").GetInt32(), call.GetProperty("function").GetProperty("name").GetString()!)));
        Assert.Equal("tool_calls", choices[3].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task ChatCompletions_SaysLength_WhenTheModelRanIntoTheLimit()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.DoneAsync(context, 1, "length");
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (_, body) = await agent.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("length", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData("\"none\"", "")]
    [InlineData("\"auto\"", "ab")]
    [InlineData("\"required\"", "ab")]
    [InlineData("""{"type":"function","function":{"name":"b"}}""", "b")]
    public async Task ChatCompletions_OffersTheToolsThatTheChoiceAllows(string choice, string offered)
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = AnswerThenCall("b", words: 0);
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        await agent.PostAsync("/v1/chat/completions", WithChoice(choice));

        var sent = Assert.Single(ollama.Chats).TryGetProperty("tools", out var tools) ? tools.EnumerateArray().Select(Name) : [];
        Assert.Equal(offered, string.Concat(sent));
    }

    [Theory]
    [InlineData("\"required\"", "Do not answer in words. Call one of the tools a, b now.")]
    [InlineData("""{"type":"function","function":{"name":"b"}}""", "Do not answer in words. Call the tool b now.")]
    public async Task ChatCompletions_AsksOnceMore_WhenARequiredCallIsMissing(string choice, string demand)
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = AnswerThenCall("b", words: 1);
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (_, body) = await agent.PostAsync("/v1/chat/completions", WithChoice(choice));

        var message = body.GetProperty("choices")[0].GetProperty("message");
        Assert.Equal(
            ("b", JsonValueKind.Null, "tool_calls"),
            (Name(Assert.Single(message.GetProperty("tool_calls").EnumerateArray())), message.GetProperty("content").ValueKind, body.GetProperty("choices")[0].GetProperty("finish_reason").GetString()));
        Assert.Equal("""{"prompt_tokens":22,"completion_tokens":2,"total_tokens":24}""", body.GetProperty("usage").GetRawText());
        Assert.Equal(
            [("user", "Hi"), ("assistant", "No"), ("user", demand)],
            ollama.Chats.Last().GetProperty("messages").EnumerateArray().Select(item => (item.GetProperty("role").GetString(), item.GetProperty("content").GetString())));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChatCompletions_SaysThatTheModelDoesNotCall_WhenARequiredCallIsMissingTwice(bool stream)
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = AnswerThenCall("b", words: 2);
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/chat/completions", WithChoice("\"required\"", stream));

        Assert.Equal((502, "tool_call_missing"), (status, body.GetProperty("error").GetProperty("code").GetString()));
        Assert.StartsWith($"The request requires a call of a or b, and {ollama.Model} made none", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, ollama.Chats.Count);
    }

    /// <summary>A model that answers some times in words, then calls a tool.</summary>
    private static Func<JsonElement, Microsoft.AspNetCore.Http.HttpContext, Task> AnswerThenCall(string tool, int words)
    {
        var asked = 0;
        return async (_, context) =>
        {
            if (asked++ < words)
            {
                await FakeOllama.AnswerAsync(context, "No");
                return;
            }

            await FakeOllama.ToolCallAsync(context, tool, new { });
            await FakeOllama.DoneAsync(context, 1);
        };
    }

    private static string WithChoice(string choice, bool stream = false) => $$$"""
        {"stream":{{{(stream ? "true" : "false")}}},"tools":[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"b"}}],
         "tool_choice":{{{choice}}},"messages":[{"role":"user","content":"Hi"}]}
        """;

    private static string? Name(JsonElement toolOrCall) => toolOrCall.GetProperty("function").GetProperty("name").GetString();

    private static string Without(JsonElement body, params string[] names)
    {
        var copy = System.Text.Json.Nodes.JsonNode.Parse(body.GetRawText())!.AsObject();
        foreach (var name in names)
        {
            copy.Remove(name);
        }

        return copy.ToJsonString();
    }
}
