using LocalAi.Web.Agent;

namespace LocalAi.Web.Tests.Agent;

public sealed class AgentAvailabilityTests
{
    [Fact]
    public async Task State_FollowsTheAgent_WhileSomebodyWatches()
    {
        await using var agent = await TestAgent.StartAsync();
        using var availability = new AgentAvailability(agent, TimeProvider.System);
        await availability.StartAsync(TestContext.Current.CancellationToken);
        using var states = new SemaphoreSlim(0);
        using var watch = availability.Watch(() => states.Release());

        await ReachesAsync(AgentState.Ready);
        agent.Server.Healthy = false;
        availability.Ask();
        await ReachesAsync(AgentState.NotReady);
        await agent.Server.StopAsync();
        await ReachesAsync(AgentState.Unreachable);
        agent.Server.Healthy = true;
        await agent.Server.StartAsync(TestContext.Current.CancellationToken);
        await ReachesAsync(AgentState.Ready);
        await availability.StopAsync(TestContext.Current.CancellationToken);

        async Task ReachesAsync(AgentState state)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(TimeSpan.FromSeconds(60));
            while (availability.State != state)
            {
                await states.WaitAsync(deadline.Token);
            }
        }
    }

    [Fact]
    public async Task State_StaysUnknown_WhenNobodyWatches()
    {
        await using var agent = await TestAgent.StartAsync();
        using var availability = new AgentAvailability(agent, TimeProvider.System);
        await availability.StartAsync(TestContext.Current.CancellationToken);

        await availability.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(AgentState.Unknown, availability.State);
    }
}
