using System.Text.Json.Nodes;
using LocalAi.TestServers.FakeAgent;
using LocalAi.Web.Agent;

namespace LocalAi.Web.Tests.Agent;

public sealed class AgentClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_YieldsEveryEventInOrder_WhenTheAnswerIsWhole()
    {
        await using var agent = await TestAgent.StartAsync();
        agent.Server.Answer = _ => new FakeAnswer().CallTool("clock", "{}", "12:00").Say("It is noon").Measure(prefill: 0.5, decode: 1.5, queue: 0, input: 10, output: 3);
        var conversation = await agent.Client.CreateConversationAsync("simulated/extractive", tools: null, collections: ["Manuals"], Token);

        var events = await agent.Client.SendAsync(conversation.Id, "What time is it?", null, Token).ToListAsync(Token);

        var accepted = Assert.IsType<ChatEvent.Accepted>(events[0]);
        Assert.Equal(new ChatEvent.Tool(new ToolCall("call-1", "clock", "{}", ToolCallStatus.Running, 0, null)), events[1]);
        Assert.Equal(new ChatEvent.Tool(new ToolCall("call-1", "clock", "{}", ToolCallStatus.Succeeded, 0.42, "12:00")), events[2]);
        Assert.Equal(["It", " is", " noon"], events[3..6].Cast<ChatEvent.Token>().Select(token => token.Text));
        var usage = Assert.IsType<ChatEvent.Measured>(events[6]).Usage;
        Assert.Equal(new Usage(10, 3, new Timings(0, 0, 0.5, 1.5, 2, 0.5, 20, 2, 1, "server"), ContextTokens: 13, ContextLength: 8192), usage);
        var done = Assert.IsType<ChatEvent.Done>(events[7]).Message;
        Assert.Equal((accepted.AssistantMessageId, "It is noon", MessageStatus.Complete, usage), (done.Id, done.Content, done.Status, done.Usage));
        Assert.Equal(8, events.Count);
    }

    [Fact]
    public async Task SendAsync_ThrowsInterrupted_WhenTheConnectionBreaksInMidAnswer()
    {
        await using var agent = await TestAgent.StartAsync();
        var arrived = new TaskCompletionSource();
        agent.Server.Answer = _ => new FakeAnswer().Say("The beginning").WaitFor(arrived.Task).Break();
        var conversation = await agent.Client.CreateConversationAsync(null, null, null, Token);

        var failure = await Assert.ThrowsAsync<AgentException>(async () =>
        {
            await foreach (var _ in agent.Client.SendAsync(conversation.Id, "Go on", null, Token))
            {
                arrived.TrySetResult();
            }
        });

        Assert.Equal(AgentProblem.Interrupted, failure.Problem);
    }

    [Fact]
    public async Task SendAsync_ThrowsTheAgentsProblem_WhenTheModelIsUnknown()
    {
        await using var agent = await TestAgent.StartAsync();
        var conversation = await agent.Client.CreateConversationAsync(null, null, null, Token);
        agent.Server.Refusal = (404, new JsonObject { ["title"] = "Unknown model", ["status"] = 404, ["detail"] = "There is simulated/extractive." });

        var failure = await Assert.ThrowsAsync<AgentException>(() => agent.Client.SendAsync(conversation.Id, "Hi", "gpt-9", Token).ToListAsync(Token).AsTask());

        Assert.Equal(new AgentProblem(null, "Unknown model", 404, "There is simulated/extractive."), failure.Problem);
    }

    [Fact]
    public async Task RenameAsync_NamesTheField_WhenTheAgentRefusesTheTitle()
    {
        await using var agent = await TestAgent.StartAsync();
        agent.Server.Refusal = (400, new JsonObject
        {
            ["title"] = "The request is not valid", ["status"] = 400, ["errors"] = new JsonObject { ["title"] = new JsonArray("At most 200 characters.") },
        });

        var failure = await Assert.ThrowsAsync<AgentException>(() => agent.Client.RenameAsync(Guid.NewGuid(), "x", Token));

        Assert.Equal("The request is not valid", failure.Problem.Heading);
        Assert.Equal(["title: At most 200 characters."], failure.Problem.Explanation);
    }

    [Fact]
    public async Task GetConversationAsync_IsNull_WhenThereIsNone()
    {
        await using var agent = await TestAgent.StartAsync();

        Assert.Null(await agent.Client.GetConversationAsync(Guid.NewGuid(), Token));
    }

    [Fact]
    public async Task ListConversationsAsync_SearchesAndPages()
    {
        await using var agent = await TestAgent.StartAsync();
        var now = DateTimeOffset.UtcNow;
        var newer = agent.Server.Add("Tax & VAT 2026", now);
        var older = agent.Server.Add("tax return", now.AddDays(-2));
        agent.Server.Add("Holiday", now.AddDays(-1));

        var first = await agent.Client.ListConversationsAsync("tax", null, 1, Token);
        var second = await agent.Client.ListConversationsAsync("tax", first[0].UpdatedAt, 1, Token);

        Assert.Equal([newer.Id, older.Id], [first[0].Id, second[0].Id]);
        Assert.Empty(await agent.Client.ListConversationsAsync("tax & holiday", null, 10, Token));
    }

    [Fact]
    public async Task Requests_ThrowUnreachable_WhenNothingListens()
    {
        await using var agent = await TestAgent.StartAsync();
        await agent.Server.StopAsync();

        var failure = await Assert.ThrowsAsync<AgentException>(() => agent.Client.ListModelsAsync(Token));

        Assert.Equal(AgentProblem.Unreachable, failure.Problem);
        Assert.True(failure.Problem.IsUnavailable);
    }
}
