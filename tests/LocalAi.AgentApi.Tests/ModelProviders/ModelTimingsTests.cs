using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Tests.ModelProviders;

public sealed class ModelTimingsTests
{
    private static readonly UsageDetails Usage = new() { InputTokenCount = 100, OutputTokenCount = 50 };

    [Fact]
    public void Timings_AreTheServersPhasesAndTheRestIsQueue_WhenItReportsThem()
    {
        Assert.Equal(
            new(1, 2, 0.5, 5, 8.5, 3.6, 200, 10, 5.5 / 8.5, "server"),
            ModelTimings.Compute(new ServerTimings(8.5, 2, 0.5, 5), elapsedSeconds: 9, firstTokenSeconds: 3.6, Usage));
    }

    [Fact]
    public void Timings_UseOurTotal_WhenTheServerReportsNone()
    {
        Assert.Equal(
            new(0.5, 0, 0.5, 1, 2, 1, 200, 50, 0.75, "server"),
            ModelTimings.Compute(new ServerTimings(null, 0, 0.5, 1), elapsedSeconds: 2, firstTokenSeconds: 1, Usage));
    }

    [Fact]
    public void Timings_AreOurClocksAndSaySo_WhenTheServerReportsNothing()
    {
        Assert.Equal(
            new(0, 0, 0.5, 2, 2.5, 0.5, 200, 25, 1, "client"),
            ModelTimings.Compute(server: null, elapsedSeconds: 2.5, firstTokenSeconds: 0.5, Usage));
    }

    [Fact]
    public void Timings_HaveNoRatesAndNoNegativePhases_WhenNothingCame()
    {
        Assert.Equal(new(0, 0, 0, 0, 0, 0, null, null, 0, "client"), ModelTimings.Compute(null, 0, null, null));
        Assert.Equal(0, ModelTimings.Compute(new(1, 1, 1, 1), 1, 1, null).QueueSeconds);
    }

    [Fact]
    public void Timings_AddUp_WhenATurnHasSeveralRequests()
    {
        var first = new ModelTimings(1, 2, 3, 4, 10, 6, 1, 1, 0.7, "server");

        Assert.Equal(
            new(2, 4, 6, 8, 20, 6, 100 / 6.0, 50 / 8.0, 14 / 20.0, "server"),
            first.Add(first with { TimeToFirstTokenSeconds = 9 }, Usage));
        Assert.Equal("client", first.Add(first with { Source = "client" }, Usage).Source);
    }
}
