using System.Text.Json.Nodes;
using LocalAi.TestServers.FakeAgent;
using LocalAi.Web.Agent;
using LocalAi.Web.Chat;
using LocalAi.Web.Tests.Agent;

namespace LocalAi.Web.Tests.Chat;

public sealed class ChatTurnsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turn_EndsWithTheStoredAnswer_WhenTheAgentIsDone()
    {
        await using var agent = await TestAgent.StartAsync();
        agent.Server.Answer = _ => new FakeAnswer().CallTool("clock", "{}", "12:00").Say("It is noon").Measure();
        await using var turns = Turns(agent);
        var conversation = agent.Server.Add("t", DateTimeOffset.UtcNow);

        var turn = turns.Start(conversation.Id, "What time is it?", "simulated/extractive");
        var end = await EndAsync(turn);

        Assert.Equal("It is noon", end.Text);
        Assert.Equal(new ToolCall("call-1", "clock", "{}", ToolCallStatus.Succeeded, 0.42, "12:00"), Assert.Single(end.ToolCalls));
        Assert.Equal((end.AssistantMessageId, MessageStatus.Complete, "It is noon"), (end.Answer!.Id, end.Answer.Status, end.Answer.Content));
        Assert.Null(end.Problem);
        Assert.Equal(("What time is it?", "simulated/extractive"), Assert.Single(agent.Server.Questions));
    }

    [Fact]
    public async Task Stop_EndsTheTurnAndTheAgentsWork_AndKeepsWhatThereIs()
    {
        await using var agent = await TestAgent.StartAsync();
        var never = new TaskCompletionSource();
        agent.Server.Answer = _ => new FakeAnswer().Say("Half an").WaitFor(never.Task).Say(" answer");
        await using var turns = Turns(agent);
        var conversation = agent.Server.Add("t", DateTimeOffset.UtcNow);
        var turn = turns.Start(conversation.Id, "Go", null);
        await UntilAsync(turn, now => now.Text == "Half an");

        turn.Stop();
        var end = await EndAsync(turn);

        Assert.Equal((MessageStatus.Stopped, "Half an", null), (end.Answer!.Status, end.Answer.Content, end.Answer.Error));
        await WaitUntilAsync(() => conversation.Messages.Count == 2);
        Assert.Equal("stopped", (string?)conversation.Messages[1]["status"]);
        turn.Stop();
    }

    [Fact]
    public async Task Turn_KeepsTextAndError_WhenTheAnswerFails()
    {
        await using var agent = await TestAgent.StartAsync();
        agent.Server.Answer = _ => new FakeAnswer().Say("It begins").Fail("The model server stopped", "Out of memory.");
        await using var turns = Turns(agent);
        var conversation = agent.Server.Add("t", DateTimeOffset.UtcNow);

        var end = await EndAsync(turns.Start(conversation.Id, "Go", null));

        Assert.Equal((MessageStatus.Failed, "It begins", "The model server stopped. Out of memory."), (end.Answer!.Status, end.Answer.Content, end.Answer.Error));
    }

    [Fact]
    public async Task Turn_KeepsTextAndSaysSo_WhenTheConnectionBreaks()
    {
        await using var agent = await TestAgent.StartAsync();
        var arrived = new TaskCompletionSource();
        agent.Server.Answer = _ => new FakeAnswer().Say("It begins").WaitFor(arrived.Task).Break();
        await using var turns = Turns(agent);
        var conversation = agent.Server.Add("t", DateTimeOffset.UtcNow);

        var turn = turns.Start(conversation.Id, "Go", null);
        await UntilAsync(turn, now => now.Text == "It begins");
        arrived.SetResult();
        var end = await EndAsync(turn);

        Assert.Equal((AgentProblem.Interrupted, MessageStatus.Failed, "It begins"), (end.Problem, end.Answer!.Status, end.Answer.Content));
        Assert.StartsWith("The answer broke off.", end.Answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turn_HasNoMessages_WhenTheQuestionIsRefused()
    {
        await using var agent = await TestAgent.StartAsync();
        agent.Server.Refusal = (413, new JsonObject { ["title"] = "Too large", ["status"] = 413 });
        await using var turns = Turns(agent);

        var turn = turns.Start(Guid.NewGuid(), "A very long question", null);
        await turn.Accepted.WaitAsync(Token);
        var end = await EndAsync(turn);

        Assert.Equal((null, null, 413), (end.UserMessageId, end.Answer, end.Problem!.Status));
    }

    [Fact]
    public async Task Start_ReturnsTheRunningTurn_WhenAnotherTabAsksMeanwhile()
    {
        await using var agent = await TestAgent.StartAsync();
        var gate = new TaskCompletionSource();
        agent.Server.Answer = _ => new FakeAnswer().WaitFor(gate.Task).Say("done");
        await using var turns = Turns(agent);
        var conversation = agent.Server.Add("t", DateTimeOffset.UtcNow);

        var first = turns.Start(conversation.Id, "First", null);
        var second = turns.Start(conversation.Id, "Second", null);
        Assert.Same(first, second);
        Assert.Same(first, turns.Find(conversation.Id));
        gate.SetResult();
        await EndAsync(first);

        await WaitUntilAsync(() => turns.Find(conversation.Id) is null);
    }

    [Fact]
    public async Task DisposeAsync_StopsEveryTurn()
    {
        await using var agent = await TestAgent.StartAsync();
        agent.Server.Answer = _ => new FakeAnswer().WaitFor(new TaskCompletionSource().Task);
        var turns = Turns(agent);
        var turn = turns.Start(agent.Server.Add("t", DateTimeOffset.UtcNow).Id, "Go", null);
        await turn.Accepted.WaitAsync(Token);

        await turns.DisposeAsync();

        Assert.Equal(MessageStatus.Stopped, turn.Snapshot().Answer!.Status);
    }

    internal static ChatTurns Turns(TestAgent agent) =>
        new(agent.Client, new AgentAvailability(agent, TimeProvider.System), TimeProvider.System);

    internal static Task<ChatTurnSnapshot> EndAsync(ChatTurn turn) => UntilAsync(turn, now => now.State == ChatTurnState.Ended);

    internal static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task<ChatTurnSnapshot> UntilAsync(ChatTurn turn, Func<ChatTurnSnapshot, bool> reached)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var now = turn.Snapshot();
        while (!reached(now))
        {
            await turn.ChangedSinceAsync(now.Version, deadline.Token);
            now = turn.Snapshot();
        }

        return now;
    }
}
