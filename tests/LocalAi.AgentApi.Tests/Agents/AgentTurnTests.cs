using System.ComponentModel;
using System.Text.Json;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Tests.Agents;

public sealed class AgentTurnTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Turn_RunsTheToolAndAnswersWithItsResult_WhenTheModelAsksForTheTime()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = Rounds(("time_now", new { timeZone = "UTC" }));
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var id = await agent.CreateConversationAsync();

        var events = await SseReader.TurnAsync(agent.Http, id, "What time is it?");

        Assert.Equal(["message", "tool", "tool", "token", "usage", "done"], events.Select(item => item.Event));
        var (running, ended) = (events[1].Data, events[2].Data);
        Assert.Equal(running.GetProperty("id").GetString(), ended.GetProperty("id").GetString());
        Assert.Equal(
            ("time_now", """{"timeZone":"UTC"}""", "running", 0.0, ""),
            (running.GetProperty("name").GetString(), running.GetProperty("arguments").GetString(), running.GetProperty("status").GetString(),
             running.GetProperty("durationSeconds").GetDouble(), running.GetProperty("resultPreview").GetString()));
        Assert.Equal("succeeded", ended.GetProperty("status").GetString());
        Assert.Matches(@"^\w+day, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+00:00 \(UTC\)$", ended.GetProperty("resultPreview").GetString());

        var second = ollama.Chats.Last().GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["user", "assistant", "tool"], second.Select(message => message.GetProperty("role").GetString()));
        Assert.Equal(
            (ended.GetProperty("resultPreview").GetString(), "time_now"),
            (second[2].GetProperty("content").GetString(), second[2].GetProperty("tool_name").GetString()));

        // Both model requests count: 2 × 11 and 1 + 1 tokens, 2 × 2 s.
        var usage = events[4].Data;
        Assert.Equal(
            (22, 2, 4.0),
            (usage.GetProperty("inputTokens").GetInt32(), usage.GetProperty("outputTokens").GetInt32(), usage.GetProperty("timings").GetProperty("totalSeconds").GetDouble()));
        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        Assert.Equal(ended.GetRawText(), Assert.Single(stored.GetProperty("messages")[1].GetProperty("toolCalls").EnumerateArray()).GetRawText());
    }

    [Theory]
    [InlineData("nowhere_now", "The tool failed: there is no tool 'nowhere_now'; the tools are time_now, calculator_calculate, web_read, test_break, test_hang, test_add, test_flood")]
    [InlineData("test_break", "The tool failed: it broke")]
    [InlineData("test_hang", "The tool took longer than 1 s and was stopped.")]
    public async Task Turn_TellsTheModelAndTheUser_WhenAToolFails(string tool, string result)
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = Rounds((tool, new { }));
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, WithTools, ("Agent:ToolTimeoutSeconds", "1"));

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Go");

        Assert.Equal(["message", "tool", "tool", "token", "usage", "done"], events.Select(item => item.Event));
        Assert.Equal(("failed", result), (events[2].Data.GetProperty("status").GetString(), events[2].Data.GetProperty("resultPreview").GetString()));
        Assert.Equal(result, ollama.Chats.Last().GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString());
        Assert.Equal("complete", events[^1].Data.GetProperty("message").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Turn_RunsToolsOfOneRoundAtTheSameTime_AndKeepsTheirOrder()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = Rounds(("test_add", new { a = 1, b = 2 }), ("test_add", new { a = 3, b = 4 }));
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, WithTools);

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Go");

        Assert.Equal(["running", "running", "succeeded", "succeeded"], events.Where(item => item.Event == "tool").Select(item => item.Data.GetProperty("status").GetString()));
        Assert.Equal(
            ["3", "7"],
            ollama.Chats.Last().GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("role").GetString() == "tool")
                .Select(message => message.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Turn_StopsOfferingTools_WhenTheRoundsAreUsedUp()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (body, context) =>
        {
            if (body.TryGetProperty("tools", out _))
            {
                await FakeOllama.ToolCallAsync(context, "test_add", new { a = 1, b = 1 });
                await FakeOllama.DoneAsync(context, 1);
                return;
            }

            await FakeOllama.AnswerAsync(context, "enough");
        };
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, WithTools, ("Agent:MaxToolRounds", "3"));

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Go");

        Assert.Equal(4, ollama.Chats.Count);
        Assert.Equal(6, events.Count(item => item.Event == "tool"));
        Assert.Equal("enough", events[^1].Data.GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Turn_LetsTheModelCorrectArgumentsThatDoNotFit()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = CallsInTurn(("test_add", new { a = "one" }), ("test_add", new { a = 1, b = 2 }));
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, WithTools);

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Go");

        var ends = Ends(events);
        Assert.Equal(["failed", "succeeded"], ends.Select(call => call.GetProperty("status").GetString()));
        var why = ToolResult(ollama.Chats.ElementAt(1));
        Assert.StartsWith("Not run: 'b' is missing in the arguments. Call test_add again, with arguments that fit this JSON schema: {", why, StringComparison.Ordinal);
        Assert.Equal("3", ToolResult(ollama.Chats.ElementAt(2)));
        Assert.DoesNotContain(events, item => item.Event == "note");
    }

    [Theory]
    [InlineData("""{"a":"one","b":2}""", "'a' must be integer")]
    [InlineData("\"a=1, b=2\"", "the arguments are not a JSON object")]
    [InlineData("""{"a":1,"a":2}""", "'b' is missing in the arguments")]
    public async Task Turn_ReportsAndGoesOn_WhenTheModelGivesWrongArgumentsTwice(string arguments, string wrong)
    {
        await using var ollama = await FakeOllama.StartAsync();
        var json = JsonElement.Parse(arguments);
        ollama.OnChat = CallsInTurn(("test_add", json), ("test_add", json));
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, WithTools);
        var id = await agent.CreateConversationAsync();

        var events = await SseReader.TurnAsync(agent.Http, id, "Go");

        Assert.Equal(["failed", "failed"], Ends(events).Select(call => call.GetProperty("status").GetString()));
        var note = $"The model did not manage to call test_add: {wrong}.";
        Assert.Equal(note, Assert.Single(events, item => item.Event == "note").Data.GetProperty("text").GetString());
        Assert.DoesNotContain("test_add", ollama.Chats.Last().GetProperty("tools").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("complete", events[^1].Data.GetProperty("message").GetProperty("status").GetString());
        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        Assert.Equal(note, Assert.Single(stored.GetProperty("messages")[1].GetProperty("notes").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Turn_CutsAResult_WhenItIsLongerThanTheModelShouldRead()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = Rounds(("test_flood", new { }));
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, WithTools, ("Agent:MaxToolResultTokens", "500"));

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Go");

        var ended = Assert.Single(Ends(events));
        Assert.Equal(("succeeded", 501), (ended.GetProperty("status").GetString(), ended.GetProperty("resultPreview").GetString()!.Length));
        var result = ToolResult(ollama.Chats.Last());
        Assert.InRange(result.Length, 500, 500 * 12 + 100);
        Assert.EndsWith("of 10,485,760 characters]", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turn_RunsAtMost16CallsOfARound()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = Rounds([.. Enumerable.Range(0, 20).Select(number => ("test_add", (object)new { a = number, b = 1 }))]);
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, WithTools);

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Go");

        var results = ollama.Chats.Last().GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("role").GetString() == "tool")
            .Select(message => message.GetProperty("content").GetString()).ToList();
        Assert.Equal([.. Enumerable.Range(1, 16).Select(number => $"{number}"), .. Enumerable.Repeat("Not run: at most 16 calls at a time.", 4)], results);
        Assert.Equal(4, Ends(events).Count(call => call.GetProperty("status").GetString() == "failed"));
    }

    /// <summary>A model that asks for tools first and answers when it has their results.</summary>
    private static Func<JsonElement, HttpContext, Task> Rounds(params (string Name, object Arguments)[] calls) => async (body, context) =>
    {
        if (body.GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString() == "tool")
        {
            await FakeOllama.AnswerAsync(context, "done");
            return;
        }

        foreach (var (name, arguments) in calls)
        {
            await FakeOllama.ToolCallAsync(context, name, arguments);
        }

        await FakeOllama.DoneAsync(context, 1);
    };

    /// <summary>A model that makes one call a round, then answers.</summary>
    private static Func<JsonElement, HttpContext, Task> CallsInTurn(params (string Name, object Arguments)[] calls) => async (body, context) =>
    {
        var made = body.GetProperty("messages").EnumerateArray().Count(message => message.GetProperty("role").GetString() == "tool");
        if (made == calls.Length)
        {
            await FakeOllama.AnswerAsync(context, "done");
            return;
        }

        await FakeOllama.ToolCallAsync(context, calls[made].Name, calls[made].Arguments);
        await FakeOllama.DoneAsync(context, 1);
    };

    private static List<JsonElement> Ends(List<(string Event, JsonElement Data)> events) =>
        [.. events.Where(item => item.Event == "tool" && item.Data.GetProperty("status").GetString() != "running").Select(item => item.Data)];

    private static string ToolResult(JsonElement chat)
    {
        var last = chat.GetProperty("messages").EnumerateArray().Last();
        Assert.Equal("tool", last.GetProperty("role").GetString());
        return last.GetProperty("content").GetString()!;
    }

    private static void WithTools(IServiceCollection services) =>
        services.AddTools("test", _ => new TestPlugin(), ToolEffect.None, untrusted: false);

    private sealed class TestPlugin
    {
        [KernelFunction("break"), Description("Breaks")]
        public static string Break() => throw new InvalidOperationException("it broke");

        [KernelFunction("hang"), Description("Never ends")]
        public static Task<string> HangAsync() => new TaskCompletionSource<string>().Task;

        [KernelFunction("add"), Description("Adds")]
        public static int Add(int a, int b) => a + b;

        [KernelFunction("flood"), Description("Says too much")]
        public static string Flood() => string.Create(10 << 20, 0, (text, _) => text.Fill('x'));
    }
}
