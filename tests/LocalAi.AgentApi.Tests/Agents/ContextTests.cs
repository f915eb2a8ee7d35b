using System.Text.Json;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Agents.Context;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Tests.Agents;

/// <summary>What a model is given of a conversation that is longer than its context.</summary>
public sealed class ContextTests(PostgresFixture postgres)
{
    private static readonly ModelDescription Model = new("m", "ollama", ["chat"], 4096, Simulated: false, new Uri("http://localhost"), CreatedAt: null);

    [Fact]
    public async Task Conversation_IsSummarisedOnce_WhenItNoLongerFits_AndTheUserIsTold()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (body, context) => FakeOllama.AnswerAsync(
            context, Contents(body)[^1].StartsWith("Summarise the conversation", StringComparison.Ordinal) ? "They spoke of tea." : "Yes.");
        await using var agent = await AgentServer.StartHealthyAsync(
            ollama, postgres.Server, settings: [("Agent:ContextTokens", "1024"), ("WebPages:Enabled", "false")]);
        var id = await agent.CreateConversationAsync();
        List<(string Event, JsonElement Data)> events = [];
        var summaries = () => ollama.Chats.Count(chat => Contents(chat)[^1].StartsWith("Summarise the conversation", StringComparison.Ordinal));

        for (var turn = 0; summaries() == 0; turn++)
        {
            events = await SseReader.TurnAsync(agent.Http, id, $"Turn {turn}: {string.Join(' ', Enumerable.Repeat("tea", 80))}");
        }

        Assert.StartsWith(
            $"The conversation is longer than the context of {ollama.Model}: of its ", Assert.Single(events, item => item.Event == "note").Data.GetProperty("text").GetString(), StringComparison.Ordinal);
        var asked = Contents(ollama.Chats.Last());
        Assert.Equal("The conversation so far, in short:\nThey spoke of tea.", asked[0]);
        Assert.StartsWith("Turn ", asked[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(asked, content => content.StartsWith("Turn 0:", StringComparison.Ordinal));
        Assert.Contains(ollama.Chats.SelectMany(Contents), content => content.StartsWith("Summarise", StringComparison.Ordinal) && content.Contains("User: Turn 0:", StringComparison.Ordinal));

        var made = summaries();

        // The next turn begins with the kept summary, without making one.
        await SseReader.TurnAsync(agent.Http, id, "And now?");
        Assert.Equal(made, summaries());
        Assert.Equal("The conversation so far, in short:\nThey spoke of tea.", Contents(ollama.Chats.Last())[0]);
        Assert.All(ollama.Chats, chat => Assert.Equal(1024, chat.GetProperty("options").GetProperty("num_ctx").GetInt32()));
        var (_, stored) = await agent.GetAsync($"/api/conversations/{id}");
        Assert.Contains(stored.GetProperty("messages").EnumerateArray(), message => message.GetProperty("content").GetString()!.StartsWith("Turn 0:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Turn_SaysSo_WhenTheQuestionAloneDoesNotFit()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, settings: ("Agent:ContextTokens", "1024"));

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), string.Join(' ', Enumerable.Repeat("tea", 2000)));

        Assert.Equal(["message", "error", "done"], events.Select(item => item.Event));
        Assert.Equal(400, events[1].Data.GetProperty("status").GetInt32());
        Assert.Matches(@"take [\d,]+ tokens, and fake-\w+ has room for 768\. Shorten it", events[1].Data.GetProperty("detail").GetString());
        Assert.Empty(ollama.Chats);
    }

    [Fact]
    public async Task Usage_TellsTheShareOfTheContext()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server, settings: ("Agent:ContextTokens", "1000000"));

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Hello");

        var usage = Assert.Single(events, item => item.Event == "usage").Data;
        Assert.Equal((13, 8192), (usage.GetProperty("contextTokens").GetInt32(), usage.GetProperty("contextLength").GetInt32()));
    }

    [Fact]
    public async Task Results_AreLeftOut_OldestFirst_WhenTheyFillTheContext()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (body, context) =>
        {
            if (body.GetProperty("messages").EnumerateArray().Count(message => message.GetProperty("role").GetString() == "tool") == 3)
            {
                await FakeOllama.AnswerAsync(context, "done");
                return;
            }

            await FakeOllama.ToolCallAsync(context, "test_long", new { });
            await FakeOllama.DoneAsync(context, 1);
        };
        await using var agent = await AgentServer.StartHealthyAsync(
            ollama, postgres.Server, services => services.AddTools("test", _ => new LongPlugin(), ToolEffect.None, untrusted: false),
            ("Agent:ContextTokens", "2048"), ("WebPages:Enabled", "false"));

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "Go");

        var results = ollama.Chats.Last().GetProperty("messages").EnumerateArray()
            .Where(message => message.GetProperty("role").GetString() == "tool").Select(message => message.GetProperty("content").GetString()!).ToList();
        Assert.Equal("[left out: the context of the model is full]", results[0]);
        Assert.StartsWith("tea tea", results[^1], StringComparison.Ordinal);
        Assert.Contains(events, item => item.Event == "note" && item.Data.GetProperty("text").GetString()!.Contains("no longer fit in the context", StringComparison.Ordinal));
        Assert.Equal("complete", events[^1].Data.GetProperty("message").GetProperty("status").GetString());
    }

    [Fact]
    public void Meter_TakesTheServersCounts_AndNotThoseThatMeanSomethingElse()
    {
        var meter = new ContextMeter();
        List<ChatMessage> messages = [new(ChatRole.User, string.Join(' ', Enumerable.Repeat("tea", 1000)))];
        var before = meter.Count(Model, messages, []);

        meter.Learn(Model, messages, [], before * 3 / 2);
        var learnt = meter.Count(Model, messages, []);
        meter.Learn(Model, messages, [], 11);

        Assert.InRange(before, 900, 1200);
        Assert.InRange(learnt, before * 1.49, before * 1.51);
        Assert.Equal(learnt, meter.Count(Model, messages, []));
        Assert.Equal(before, meter.Count(Model with { Id = "other" }, messages, []));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public void Cut_KeepsTheBudget_AndWholeCharacters(int repeats)
    {
        var text = string.Concat(Enumerable.Repeat("😀é", repeats));

        var cut = TokenCounter.Cut(text, 100);

        Assert.InRange(TokenCounter.Count(cut), 1, 140);
        Assert.DoesNotContain('\uFFFD', cut);
        Assert.Equal(cut, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(cut)));
    }

    private static List<string> Contents(JsonElement chat) =>
        [.. chat.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()!)];

    private sealed class LongPlugin
    {
        [KernelFunction("long")]
        public static string Long() => string.Join(' ', Enumerable.Repeat("tea", 700));
    }
}
