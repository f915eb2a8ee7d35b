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
    [InlineData("nowhere_now", "The tool failed: there is no tool 'nowhere_now'; the tools are time_now, calculator_calculate, test_break, test_hang, test_add")]
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
    public async Task Turn_OffersNoTools_WhenTheModelCannotUseThem()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.Capabilities = ["completion"];
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);

        await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Go");

        Assert.False(Assert.Single(ollama.Chats).TryGetProperty("tools", out _));
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
    }
}
