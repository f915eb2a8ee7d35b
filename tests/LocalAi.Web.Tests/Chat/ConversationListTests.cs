using LocalAi.Web.Agent;
using LocalAi.Web.Chat;
using LocalAi.Web.Tests.Agent;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Web.Tests.Chat;

public sealed class ConversationListTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void GroupByDate_UsesTheDaysOfTheUsersTimeZone()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 10, 23, 30, 0, TimeSpan.Zero));
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("UTC+1", TimeSpan.FromHours(1), "UTC+1", "UTC+1"));
        DateTimeOffset[] moments =
        [
            new(2026, 3, 10, 23, 5, 0, TimeSpan.Zero), // 00:05 on the 11th, here
            new(2026, 3, 10, 22, 5, 0, TimeSpan.Zero), // 23:05 on the 10th, here
            new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero),
            new(2026, 2, 20, 12, 0, 0, TimeSpan.Zero),
            new(2025, 12, 1, 12, 0, 0, TimeSpan.Zero),
        ];

        var groups = ConversationList.GroupByDate(moments.Select(moment => new Conversation(Guid.NewGuid(), "t", null, moment, moment, 0)), time);

        Assert.Equal(["Today", "Yesterday", "Previous 7 days", "Previous 30 days", "December 2025"], groups.Select(group => group.Label));
    }

    [Fact]
    public async Task LoadMoreAsync_AddsOlderOnes_UntilThereAreNoMore()
    {
        await using var agent = await TestAgent.StartAsync();
        await using var turns = ChatTurnsTests.Turns(agent);
        var now = DateTimeOffset.UtcNow;
        for (var i = 0; i < ConversationList.PageSize + 3; i++)
        {
            agent.Server.Add($"Conversation {i}", now.AddMinutes(-i));
        }

        var list = new ConversationList(agent.Client, turns);
        await list.LoadAsync("", Token);
        Assert.Equal((ConversationList.PageSize, true), (list.Items.Count, list.HasMore));
        await list.LoadMoreAsync(Token);

        Assert.Equal((ConversationList.PageSize + 3, false), (list.Items.Count, list.HasMore));
        Assert.Equal(agent.Server.Conversations.OrderByDescending(item => item.UpdatedAt).Select(item => item.Id), list.Items.Select(item => item.Id));
    }

    [Fact]
    public async Task DeleteAsync_StopsTheAnswerAndTellsEveryPage()
    {
        await using var agent = await TestAgent.StartAsync();
        await using var turns = ChatTurnsTests.Turns(agent);
        var conversation = agent.Server.Add("t", DateTimeOffset.UtcNow);
        agent.Server.Answer = _ => new LocalAi.TestServers.FakeAgent.FakeAnswer().WaitFor(new TaskCompletionSource().Task);
        var list = new ConversationList(agent.Client, turns);
        await list.LoadAsync("", Token);
        var turn = turns.Start(conversation.Id, "Go", null);
        await turn.Accepted.WaitAsync(Token);
        var told = new List<Guid>();
        turns.Changed += (id, _) => told.Add(id);

        await list.DeleteAsync(conversation.Id, Token);

        await ChatTurnsTests.EndAsync(turn);
        Assert.Empty(list.Items);
        Assert.Empty(agent.Server.Conversations);
        Assert.Contains(conversation.Id, told);
    }

    [Fact]
    public async Task LoadAsync_KeepsTheListAndSaysWhy_WhenTheAgentIsAway()
    {
        await using var agent = await TestAgent.StartAsync();
        await using var turns = ChatTurnsTests.Turns(agent);
        agent.Server.Add("Kept", DateTimeOffset.UtcNow);
        var list = new ConversationList(agent.Client, turns);
        await list.LoadAsync("", Token);
        await agent.Server.StopAsync();

        await list.LoadAsync("", Token);

        Assert.Equal((AgentProblem.Unreachable, "Kept"), (list.Problem, Assert.Single(list.Items).Title));
    }
}
