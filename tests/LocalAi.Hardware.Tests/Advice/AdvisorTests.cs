using LocalAi.Hardware.Advice;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Tests.Advice;

public sealed class AdvisorTests
{
    private static readonly Machine Laptop = new()
    {
        Gpus = [],
        Processor = new Processor { Name = "4 cores", Cores = 4, MemoryBytes = 16L << 30, BandwidthBytesPerSecond = 30e9, FlopsPerSecond = 4 * 3e9 * 32 },
    };

    [Theory]
    [InlineData("rtx-3060-ti", 1, "qwen3:8b", "qwen3:30b")]
    [InlineData("rtx-3060", 1, "qwen3:14b", "qwen3:30b")]
    [InlineData("rtx-3090", 1, "qwen3:32b", "qwen3:32b")]
    [InlineData("rtx-3090", 2, "llama3.3:70b", "llama3.3:70b")]
    public void Recommend_GrowsWithTheGpu_WhenMemoryGrows(string gpu, int count, string onTheGpu, string agent)
    {
        var machine = Machine.With(GpuCatalogue.Find(gpu)!, count);

        Assert.Equal(onTheGpu, Advisor.Settings(machine).Where(setting => setting.Estimate.Fit == Fit.Gpu && setting.Request.Model.Tools).MaxBy(setting => setting.Quality)!.Estimate.Model);
        var recommendation = Advisor.Recommend(ModelUse.ComplexAgent, machine);
        Assert.Equal((agent, true), (recommendation.Model, recommendation.Suitable));
    }

    [Fact]
    public void Recommend_GivesTheReasonWithNumbers_WhenTheMachineIsTooSmall()
    {
        var recommendation = Advisor.Recommend(ModelUse.ComplexAgent, Laptop);

        Assert.False(recommendation.Suitable);
        Assert.NotNull(recommendation.Model);
        Assert.Contains("runs on the CPU at about", recommendation.Reason, StringComparison.Ordinal);
        Assert.Equal(Fit.Cpu, recommendation.Estimate?.Fit);
    }

    [Fact]
    public void Recommend_FitsOnTheMachine_ForEveryGpuOfTheCatalogue() => Assert.All(GpuCatalogue.All, gpu => Assert.All(Advisor.Advise(Machine.With(gpu)).Recommendations, recommendation =>
    {
        Assert.NotNull(recommendation.Model);
        Assert.NotEqual(Fit.None, recommendation.Estimate!.Fit);
        Assert.InRange(recommendation.Context, 1, ModelCatalogue.Find(recommendation.Model)!.Context);
    }));

    [Fact]
    public void Upgrades_NameModelAndSpeed_WhenTheMachineHasNoGpu()
    {
        var upgrades = Advisor.Advise(Laptop).Upgrades;

        var upgrade = Assert.Single(upgrades, option => option is { Gpu: "rtx-3090", GpuCount: 1 });
        Assert.Equal("qwen3:32b", upgrade.Model);
        Assert.StartsWith("With GeForce RTX 3090: qwen3:32b at about 3", upgrade.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Upgrades_AreOnlyBetterMachines_WhenThereIsAlreadyOne() =>
        Assert.DoesNotContain(Advisor.Advise(Machine.With(GpuCatalogue.Find("rtx-3090")!)).Upgrades, option => option.Gpu is "rtx-3060" or "rtx-4060-ti-16gb");

    [Fact]
    public void Auto_IsNullWithTheReason_WhenNothingFits()
    {
        var tiny = Laptop with { Processor = Laptop.Processor with { MemoryBytes = 1L << 30 } };

        Assert.Equal(new AutoModel(null, "No model fits: this machine has 1.0 GiB of memory and the smallest needs about 2."), AutoModel.Choose(tiny));
    }

    [Fact]
    public void Auto_HasToolsAndRuns_OnEveryGpuOfTheCatalogue() => Assert.All(GpuCatalogue.All, gpu =>
    {
        var choice = AutoModel.Choose(Machine.With(gpu));

        Assert.True(ModelCatalogue.Find(choice.Model!)!.Tools);
        Assert.NotEmpty(choice.Reason);
    });

    [Fact]
    public void Embedding_IsSmall_WithoutAGpu() => Assert.Equal("nomic-embed-text", Advisor.RecommendEmbedding(Laptop).Model);
}
