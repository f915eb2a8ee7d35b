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
    public async Task ChatCompletions_SaysLength_WhenTheModelRanIntoTheLimit()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.DoneAsync(context, 1, "length");
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (_, body) = await agent.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("length", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

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
