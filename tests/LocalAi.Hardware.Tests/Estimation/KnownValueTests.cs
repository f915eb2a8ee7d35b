using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Tests.Estimation;

public sealed class KnownValueTests
{
    [Theory]
    [InlineData("llama3.1:8b", 8192, 1, "f16", 1_073_741_824)]
    [InlineData("llama3.1:8b", 8192, 4, "f16", 4_294_967_296)]
    [InlineData("llama3.1:8b", 8192, 1, "q8_0", 570_425_344)]
    [InlineData("llama3.1:8b", 8192, 1, "q4_0", 301_989_888)]
    // 10 global layers of 8,192 tokens and 52 of 1,024, each 2 × 16 × 128 × 2 bytes.
    [InlineData("gemma3:27b", 8192, 1, "f16", (10L * 8192 + 52 * 1024) * 2 * 16 * 128 * 2)]
    [InlineData("gpt-oss:20b", 8192, 1, "f16", (12L * 8192 + 12 * 128) * 2 * 8 * 64 * 2)]
    [InlineData("deepseek-r1:671b", 8192, 1, "f16", 61L * 8192 * 576 * 2)]
    [InlineData("nomic-embed-text", 2048, 4, "f16", 0)]
    public void KvCache_HasTheDocumentedSize_ForEachKindOfAttention(string tag, int context, int parallel, string type, long expected) =>
        Assert.Equal(expected, KvCacheType.Find(type)!.Bytes(ModelCatalogue.Find(tag)!, context, parallel));

    [Fact]
    public void Estimate_SplitsWholeLayers_WhenTheModelIsLargerThanTheGpu()
    {
        var estimate = Estimator.Estimate(FitRequest.For(ModelCatalogue.Find("llama3:70b")!, Machine.With(GpuCatalogue.Find("rtx-3090")!)));

        Assert.Equal((Fit.Split, 80), (estimate.Fit, estimate.Layers));
        Assert.InRange(estimate.GpuLayers, 40, 50);
        Assert.InRange(estimate.DecodeTokensPerSecond.Expected, 1, 3);
        Assert.Contains(estimate.Notes, note => note.StartsWith($"{estimate.GpuLayers} of 80 layers", StringComparison.Ordinal));
    }

    [Fact]
    public void Estimate_SaysNoneWithTheNumbers_WhenMemoryIsShort()
    {
        var machine = Machine.With(GpuCatalogue.Find("rtx-3060-ti")!, 1, Processor.TypicalDesktop with { MemoryBytes = 16L << 30 });

        var estimate = Estimator.Estimate(FitRequest.For(ModelCatalogue.Find("llama3:70b")!, machine));

        Assert.Equal((Fit.None, 0, 0L, TokenRate.None), (estimate.Fit, estimate.GpuLayers, estimate.GpuBytes, estimate.DecodeTokensPerSecond));
        Assert.Equal("Needs 42.5 GiB; this machine offers 22.4 GiB. Take a smaller model or quantization, less context, or more memory.", Assert.Single(estimate.Notes));
    }

    [Fact]
    public void Estimate_RunsOnTheCpu_WhenThereIsNoGpu()
    {
        var estimate = Estimator.Estimate(FitRequest.For(ModelCatalogue.Find("llama3.2:3b")!, new Machine { Gpus = [], Processor = Processor.TypicalDesktop }));

        Assert.Equal((Fit.Cpu, 0, null, 0), (estimate.Fit, estimate.GpuLayers, estimate.Gpu, estimate.GpuCount));
        Assert.InRange(estimate.DecodeTokensPerSecond.Expected, 10, 20);
    }

    [Fact]
    public void Weights_TakeTheKnownSize_WhenTheFileIsThere()
    {
        var request = FitRequest.For(ModelCatalogue.Find("llama3.1:8b")!, Machine.With(GpuCatalogue.Find("rtx-3090")!)) with { FileBytes = 5_000_000_000 };

        Assert.Equal(5_000_000_000, Estimator.Estimate(request).WeightsBytes);
    }
}
