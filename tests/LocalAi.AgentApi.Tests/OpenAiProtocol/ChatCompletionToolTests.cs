using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace LocalAi.AgentApi.Tests.OpenAiProtocol;

/// <summary>Tools of the client's: what reaches the model, which it must call, and how calls come back.</summary>
public sealed class ChatCompletionToolTests
{
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

    [Fact]
    public async Task ChatCompletions_SaysSo_WhenTheModelCallsWithMalformedArguments()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (_, context) =>
        {
            await FakeOllama.ToolCallAsync(context, "f", "a=1");
            await FakeOllama.DoneAsync(context, 1);
        };
        await using var agent = AgentServer.Start(ollama.ConnectionString);
        const string Call = """{"tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"Hi"}]""";

        var (status, body) = await agent.PostAsync("/v1/chat/completions", Call + "}");
        await using var reader = await SseReader.PostAsync(agent.Http, "/v1/chat/completions", Call + ",\"stream\":true}");
        var events = await reader.RestAsync();

        Assert.Equal(
            (502, "tool_arguments_malformed", "The model called f with arguments that are not a JSON object. Asking again may help, or a model that is better with tools."),
            (status, body.GetProperty("error").GetProperty("code").GetString(), body.GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal("tool_arguments_malformed", JsonElement.Parse(events[^1].Data).GetProperty("error").GetProperty("code").GetString());
    }

    /// <summary>A model that answers some times in words, then calls a tool.</summary>
    private static Func<JsonElement, HttpContext, Task> AnswerThenCall(string tool, int words)
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
}
