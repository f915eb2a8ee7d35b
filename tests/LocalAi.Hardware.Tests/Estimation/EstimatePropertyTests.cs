using CsCheck;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Tests.Estimation;

public sealed class EstimatePropertyTests
{
    // Rates are rounded to two digits after the point or to whole tokens above 100.
    private const double Rounding = 1;
    private const int Iterations = 2000;

    [Fact]
    public void Estimate_IsConsistentWithItsSums_WhateverIsAsked() => EstimateGenerator.Request.Sample(request =>
    {
        var estimate = Estimator.Estimate(request);

        Assert.Equal(estimate.WeightsBytes + estimate.KvCacheBytes + estimate.OverheadBytes, estimate.TotalBytes);
        Assert.InRange(estimate.GpuBytes, 0, Math.Min(estimate.TotalBytes, estimate.GpuCapacityBytes));
        Assert.InRange(estimate.GpuLayers, 0, estimate.Layers);
        switch (estimate.Fit)
        {
            case Fit.Gpu:
                Assert.True(estimate.TotalBytes <= estimate.GpuCapacityBytes);
                Assert.Equal((estimate.TotalBytes, estimate.Layers), (estimate.GpuBytes, estimate.GpuLayers));
                break;
            case Fit.Split:
                Assert.InRange(estimate.GpuLayers, 1, estimate.Layers - 1);
                Assert.True(request.Machine.Unified || estimate.TotalBytes - estimate.GpuBytes <= request.Machine.Processor.UsableBytes);
                break;
            default:
                Assert.Equal((0L, 0), (estimate.GpuBytes, estimate.GpuLayers));
                break;
        }
    }, iter: Iterations);

    [Fact]
    public void Fit_IsGpuExactlyWhenTheSumFits_WhenThereIsOneGpu() => EstimateGenerator.OneGpu.Sample(request =>
    {
        var estimate = Estimator.Estimate(request);
        var total = estimate.WeightsBytes + estimate.KvCacheBytes + request.Machine.Gpus[0].Family.OverheadBytes;

        Assert.Equal(total <= estimate.GpuCapacityBytes, estimate.Fit == Fit.Gpu);
    }, iter: Iterations);

    [Fact]
    public void Fit_ChangesAtTheByte_WhenMemoryIsExactlyEnough() => EstimateGenerator.OneCard.Sample(request =>
    {
        var needed = Estimator.Estimate(request).WeightsBytes + Estimator.Estimate(request).KvCacheBytes + request.Machine.Gpus[0].Family.OverheadBytes;

        Assert.Equal(Fit.Gpu, Estimator.Estimate(WithMemory(request, needed)).Fit);
        Assert.NotEqual(Fit.Gpu, Estimator.Estimate(WithMemory(request, needed - 1)).Fit);
    }, iter: Iterations);

    [Fact]
    public void Context_NeverNeedsLessMemory_WhenLonger() => EstimateGenerator.Request.SelectMany(request => Gen.Int[1, request.ContextTokens], (request, shorter) => (request, shorter)).Sample(pair =>
        Assert.True(Estimator.Estimate(pair.request with { ContextTokens = pair.shorter, PromptTokens = 1 }).TotalBytes
            <= Estimator.Estimate(pair.request with { PromptTokens = 1 }).TotalBytes), iter: Iterations);

    [Fact]
    public void KvCache_GrowsWithContextParallelAndElementSize_Always() => EstimateGenerator.Request.Sample(request =>
    {
        var bytes = request.KvCache.Bytes(request.Model, request.ContextTokens, request.ParallelRequests);

        Assert.True(request.KvCache.Bytes(request.Model, request.ContextTokens + 1L, request.ParallelRequests) >= bytes);
        Assert.True(request.KvCache.Bytes(request.Model, request.ContextTokens, request.ParallelRequests + 1) >= bytes);
        Assert.True(KvCacheType.F16.Bytes(request.Model, request.ContextTokens, request.ParallelRequests) >= bytes);
        Assert.True(KvCacheType.Q4.Bytes(request.Model, request.ContextTokens, request.ParallelRequests) <= bytes);
    }, iter: Iterations);

    [Fact]
    public void Bandwidth_NeverMakesDecodingSlower_WhenHigher() => EstimateGenerator.Request.Where(request => request.Machine.Gpus.Count > 0).Sample(request =>
    {
        var faster = request with { Machine = request.Machine with { Gpus = [.. request.Machine.Gpus.Select(gpu => gpu with { BandwidthBytesPerSecond = gpu.BandwidthBytesPerSecond * 1.5 })] } };

        Assert.True(Estimator.Estimate(faster).DecodeTokensPerSecond.Expected >= Estimator.Estimate(request).DecodeTokensPerSecond.Expected - Rounding);
    }, iter: Iterations);

    [Fact]
    public void Memory_NeverMakesDecodingSlower_WhenThereIsMore() => EstimateGenerator.OneCard.Sample(request =>
    {
        var larger = WithMemory(request, request.Machine.Gpus[0].MemoryBytes * 2);

        // More layers move from RAM to the GPU, whose bandwidth is higher on every card of the catalogue.
        Assert.True(Estimator.Estimate(larger).DecodeTokensPerSecond.Expected >= Estimator.Estimate(request).DecodeTokensPerSecond.Expected * 0.98 - Rounding);
    }, iter: Iterations);

    [Fact]
    public void Decode_NeverExceedsTheBandwidth_AndStaysInItsRange() => EstimateGenerator.Request.Sample(request =>
    {
        var estimate = Estimator.Estimate(request);
        var bound = Estimator.Timing(request).BandwidthBoundTokensPerSecond();
        var rate = estimate.DecodeTokensPerSecond;

        Assert.True(rate.Low <= rate.Expected && rate.Expected <= rate.High, rate.ToString());
        Assert.True(rate.High <= bound * 1.01 + 1, $"{rate} and {bound}");
        Assert.Equal(estimate.Fit != Fit.None && !request.Model.Embedding, rate.Expected > 0);
        Assert.Equal(estimate.Fit != Fit.None, estimate.PrefillTokensPerSecond.Expected > 0);
    }, iter: Iterations);

    [Fact]
    public void Weights_AreNeverSmaller_WhenMoreBitsOfOneSeriesAreKept()
    {
        // i-quants choose other types for the vocabulary than k-quants, so the two series interleave in models with a large vocabulary.
        string[][] series =
        [
            ["Q2_K", "Q3_K_S", "Q3_K_M", "Q3_K_L", "Q4_K_S", "Q4_K_M", "Q5_K_S", "Q5_K_M", "Q6_K", "Q8_0", "F16", "F32"],
            ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "BF16"],
            ["IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ2_M", "IQ3_XXS", "IQ3_XS", "IQ3_S", "IQ3_M", "IQ4_XS", "IQ4_NL"],
        ];

        foreach (var model in ModelCatalogue.All)
        {
            foreach (var names in series)
            {
                var bytes = names.Select(name => QuantizationCatalogue.Get(name).BytesOf(model).Total).ToList();
                Assert.Equal(bytes.Order(), bytes);
            }
        }
    }

    [Fact]
    public void Step_TakesLongerButServesMore_WhenMoreRequestsShareIt() => EstimateGenerator.Request
        .Where(request => !request.Model.Embedding && Estimator.Estimate(request).Fit != Fit.None).Sample(request =>
        {
            var timing = Estimator.Timing(request);
            var one = timing.DecodeStepSeconds(1, 256);
            var four = timing.DecodeStepSeconds(4, 256);

            Assert.True(four >= one);
            Assert.True(four <= 4 * one * 1.0001, $"{one} and {four}");
        }, iter: Iterations);

    private static FitRequest WithMemory(FitRequest request, long bytes) =>
        request with { Machine = request.Machine with { Gpus = [request.Machine.Gpus[0] with { MemoryBytes = bytes }] } };
}
