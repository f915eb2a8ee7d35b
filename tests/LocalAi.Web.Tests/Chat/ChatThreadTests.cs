using System.Text.Json.Nodes;
using LocalAi.TestServers.FakeAgent;
using LocalAi.Web.Agent;
using LocalAi.Web.Chat;
using LocalAi.Web.Tests.Agent;

namespace LocalAi.Web.Tests.Chat;

public sealed class ChatThreadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_CreatesTheConversation_WithTheFirstQuestion()
    {
        await using var agent = await TestAgent.StartAsync();
        await using var turns = ChatTurnsTests.Turns(agent);
        var thread = new ChatThread(agent.Client, turns);
        await thread.OpenAsync(null, Token);
        Guid? created = null;

        Assert.True(await thread.SendAsync("Hello", "simulated/extractive", id => created = id, Token));
        var turn = thread.Turn!;
        await ChatTurnsTests.EndAsync(turn);
        thread.Settle(turn);

        Assert.Equal(created, thread.ConversationId);
        Assert.Null(thread.Turn);
        Assert.Equal(["Hello", "You said: Hello"], thread.Messages.Select(message => message.Content));
    }

    [Fact]
    public async Task SendAsync_KeepsTheQuestion_WhenTheAgentIsAway()
    {
        await using var agent = await TestAgent.StartAsync();
        await using var turns = ChatTurnsTests.Turns(agent);
        var thread = new ChatThread(agent.Client, turns);
        await thread.OpenAsync(null, Token);
        await agent.Server.StopAsync();

        Assert.False(await thread.SendAsync("Hello", null, _ => Assert.Fail("Nothing was created."), Token));

        Assert.Equal((AgentProblem.Unreachable, "Hello", null), (thread.Problem, thread.Refused, thread.Turn));
    }

    [Fact]
    public async Task SendAsync_KeepsTheQuestion_WhenTheAgentRefusesTheMessage()
    {
        await using var agent = await TestAgent.StartAsync();
        await using var turns = ChatTurnsTests.Turns(agent);
        var conversation = agent.Server.Add("t", DateTimeOffset.UtcNow);
        var thread = new ChatThread(agent.Client, turns);
        await thread.OpenAsync(conversation.Id, Token);
        agent.Server.Refusal = (413, new JsonObject { ["title"] = "The message is too long", ["status"] = 413 });

        Assert.False(await thread.SendAsync("Hello", null, _ => { }, Token));
        thread.Settle(thread.Turn!);

        Assert.Equal(("The message is too long", "Hello", null), (thread.Problem!.Title, thread.Refused, thread.Turn));
        Assert.Empty(thread.Messages);
    }

    [Fact]
    public async Task OpenAsync_FindsTheRunningTurn_WhenThePageIsLoadedAgain()
    {
        await using var agent = await TestAgent.StartAsync();
        var gate = new TaskCompletionSource();
        agent.Server.Answer = _ => new FakeAnswer().Say("Half").WaitFor(gate.Task);
        await using var turns = ChatTurnsTests.Turns(agent);
        var conversation = agent.Server.Add("t", DateTimeOffset.UtcNow, ("user", "Before"), ("assistant", "Yes"));
        var turn = turns.Start(conversation.Id, "Now", null);
        await turn.Accepted.WaitAsync(Token);
        var thread = new ChatThread(agent.Client, turns);

        await thread.OpenAsync(conversation.Id, Token);

        Assert.Same(turn, thread.Turn);
        Assert.Equal(["Before", "Yes"], thread.Messages.Select(message => message.Content));
        gate.SetResult();
        await ChatTurnsTests.EndAsync(turn);
        thread.Settle(turn);
        thread.Settle(turn);
        Assert.Equal(["Before", "Yes", "Now", "Half"], thread.Messages.Select(message => message.Content));
    }

    [Fact]
    public async Task OpenAsync_IsMissing_WhenTheConversationWasDeleted()
    {
        await using var agent = await TestAgent.StartAsync();
        await using var turns = ChatTurnsTests.Turns(agent);
        var thread = new ChatThread(agent.Client, turns);

        await thread.OpenAsync(Guid.NewGuid(), Token);

        Assert.True(thread.Missing);
        Assert.False(await thread.SendAsync("Hello", null, _ => { }, Token));
    }
}
