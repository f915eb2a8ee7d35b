using System.Text.Json;

namespace LocalAi.ModelSimulator.Tests.Ollama;

public sealed class ChatEndpointTests
{
    private const string Model = "simulated/extractive";

    [Fact]
    public async Task Chat_StreamsLines_WithOllamasFieldsInOrder()
    {
        using var server = new SimulatorServer();

        var (status, body) = await server.SendAsync("/api/chat", """{"model":"simulated/extractive","messages":[{"role":"user","content":"Hello"}]}""");

        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(200, status);
        Assert.All(lines[..^1], line => Assert.Equal(["model", "created_at", "message", "done"], Names(line)));
        Assert.All(lines[..^1], line => Assert.Equal(["role", "content"], Names(line.GetProperty("message"))));
        Assert.Equal(
            [
                "model", "created_at", "message", "done", "done_reason", "total_duration", "load_duration", "prompt_eval_count",
                "prompt_eval_duration", "eval_count", "eval_duration",
            ],
            Names(lines[^1]));
        Assert.Equal((Model, "assistant", "", true, "stop"), (
            lines[^1].GetProperty("model").GetString(),
            lines[^1].GetProperty("message").GetProperty("role").GetString(),
            lines[^1].GetProperty("message").GetProperty("content").GetString(),
            lines[^1].GetProperty("done").GetBoolean(),
            lines[^1].GetProperty("done_reason").GetString()));
        Assert.Equal(lines.Count - 1, lines[^1].GetProperty("eval_count").GetInt32());
    }

    [Fact]
    public async Task Chat_GivesTheSameText_StreamedOrNot()
    {
        using var server = new SimulatorServer();
        var request = new { model = Model, stream = false, messages = new[] { new { role = "user", content = "Grüße 😀 <b>\"quoted\"</b>" } } };

        var whole = await server.PostAsync("/api/chat", request);
        var (_, body) = await server.SendAsync("/api/chat", JsonSerializer.Serialize(request).Replace("false", "true", StringComparison.Ordinal));

        var streamed = string.Concat(body.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line).GetProperty("message").GetProperty("content").GetString()));
        Assert.Equal(whole.GetProperty("message").GetProperty("content").GetString(), streamed);
        Assert.Equal(JsonValueKind.Number, whole.GetProperty("eval_count").ValueKind);
    }

    [Theory]
    [InlineData("""{"model":"simulated/extractive","messages":[]}""", "load")]
    [InlineData("""{"model":"simulated/extractive","keep_alive":"5m"}""", "load")]
    [InlineData("""{"model":"simulated/extractive","messages":[],"keep_alive":0}""", "unload")]
    [InlineData("""{"model":"simulated/extractive","messages":[],"keep_alive":"0s"}""", "unload")]
    public async Task Chat_LoadsOrUnloads_WithoutMessages(string request, string reason)
    {
        using var server = new SimulatorServer();

        var (status, body) = await server.SendAsync("/api/chat", request);
        var loaded = JsonElement.Parse((await server.SendAsync("/api/ps", null, HttpMethod.Get)).Body).GetProperty("models").GetArrayLength();

        var json = JsonElement.Parse(body);
        Assert.Equal(200, status);
        Assert.Equal(["model", "created_at", "message", "done", "done_reason"], Names(json));
        Assert.Equal((true, reason), (json.GetProperty("done").GetBoolean(), json.GetProperty("done_reason").GetString()));
        Assert.Equal(reason == "load" ? 1 : 0, loaded);
    }

    [Theory]
    [InlineData("""{"num_predict":2}""", "**", "length", 2)]
    [InlineData("""{"stop":["language"]}""", "**No ", "stop", 4)]
    [InlineData("""{"stop":["language","No"],"temperature":0.1,"seed":42,"unknown":{}}""", "**", "stop", 2)]
    public async Task Chat_EndsWhereTheOptionsSay(string options, string content, string reason, int tokens)
    {
        using var server = new SimulatorServer();

        var (_, body) = await server.SendAsync(
            "/api/chat",
            $$"""{"model":"simulated/extractive","stream":false,"options":{{options}},"messages":[{"role":"user","content":"Hello"}]}""");

        var json = JsonElement.Parse(body);
        Assert.Equal(
            (content, reason, tokens),
            (json.GetProperty("message").GetProperty("content").GetString(), json.GetProperty("done_reason").GetString(), json.GetProperty("eval_count").GetInt32()));
    }

    [Fact]
    public async Task Chat_ForgetsTheOldest_WhenTheContextIsShort()
    {
        using var server = new SimulatorServer();
        object Request(int context) => new
        {
            model = Model,
            stream = false,
            options = new { num_ctx = context },
            messages = new[]
            {
                new { role = "user", content = "My name is Ada." },
                new { role = "assistant", content = string.Join(' ', Enumerable.Repeat("filler", 300)) },
                new { role = "user", content = "What is my name?" },
            },
        };

        var remembers = await server.PostAsync("/api/chat", Request(8192));
        var forgets = await server.PostAsync("/api/chat", Request(256));

        Assert.Contains("> My name is Ada.", remembers.GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", forgets.GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.InRange(forgets.GetProperty("prompt_eval_count").GetInt32(), 1, 256);
    }

    [Fact]
    public async Task Chat_AsksForATool_ThenAnswersFromItsResult()
    {
        using var server = new SimulatorServer();
        const string Tools =
            """[{"type":"function","function":{"name":"get_time","description":"Current time","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]""";

        var (_, streamed) = await server.SendAsync(
            "/api/chat", $$"""{"model":"simulated/extractive","tools":{{Tools}},"messages":[{"role":"user","content":"What time is it in Graz?"}]}""");
        var lines = streamed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        var call = lines[0].GetProperty("message").GetProperty("tool_calls")[0];
        var (_, answer) = await server.SendAsync(
            "/api/chat",
            $$"""
            {"model":"simulated/extractive","stream":false,"tools":{{Tools}},"messages":[{"role":"user","content":"What time is it in Graz?"},
             {"role":"assistant","content":"","tool_calls":[{{call.GetRawText()}}]},{"role":"tool","tool_name":"get_time","content":"17:25"}]}
            """);

        Assert.Equal(2, lines.Count);
        Assert.Equal(["id", "function"], Names(call));
        Assert.Equal("""{"index":0,"name":"get_time","arguments":{"city":"Graz"}}""", call.GetProperty("function").GetRawText());
        Assert.Equal((false, true), (lines[0].GetProperty("done").GetBoolean(), lines[1].GetProperty("done").GetBoolean()));
        Assert.StartsWith("**From the tool `get_time`:**\n\n> 17:25", JsonElement.Parse(answer).GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(property => property.Name);
}
