using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Tests.Estimation;

public sealed class LoadSimulationTests
{
    private static readonly InferenceTiming Timing = Estimator.Timing(
        FitRequest.For(ModelCatalogue.Find("qwen3:14b")!, Machine.With(GpuCatalogue.Find("rtx-3090")!)) with { ParallelRequests = 4 });

    [Fact]
    public void OneUser_GetsTheEstimatedTimes_WhenNobodyElseIsThere()
    {
        var result = LoadSimulation.Run(Timing, users: 1, slots: 4, queueLength: 512, promptTokens: 1024, answerTokens: 256);

        Assert.Equal(Timing.TimeToFirstTokenSeconds(1024), result.TimeToFirstTokenSeconds, 1e-9);
        Assert.Equal(1 / Timing.DecodeStepSeconds(1, 1152), result.TokensPerSecondPerUser, 0.2);
        Assert.Equal((0, 0, 0.0), (result.WaitingUsers, result.RefusedUsers, result.QueueSeconds));
    }

    [Fact]
    public void Users_ShareTheModel_WhenTheyCome()
    {
        var one = LoadSimulation.Run(Timing, 1, 4, 512, 1024, 256);
        var four = LoadSimulation.Run(Timing, 4, 4, 512, 1024, 256);
        var eight = LoadSimulation.Run(Timing, 8, 4, 512, 1024, 256);

        Assert.InRange(four.TokensPerSecondPerUser, one.TokensPerSecondPerUser / 4, one.TokensPerSecondPerUser);
        Assert.InRange(four.TokensPerSecondTotal, one.TokensPerSecondTotal, one.TokensPerSecondTotal * 4);
        Assert.Equal((0, 4), (four.WaitingUsers, eight.WaitingUsers));
        Assert.True(eight.QueueSeconds > four.QueueSeconds);
        Assert.True(eight.TimeToFirstTokenSeconds > four.TimeToFirstTokenSeconds);
    }

    [Fact]
    public void Users_AreRefused_WhenTheQueueIsFull() =>
        Assert.Equal((3, 2), LoadSimulation.Run(Timing, users: 9, slots: 4, queueLength: 2, promptTokens: 64, answerTokens: 8) is var result ? (result.RefusedUsers, result.WaitingUsers) : default);
}
