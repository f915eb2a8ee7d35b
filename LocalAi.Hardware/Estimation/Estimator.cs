namespace LocalAi.Hardware.Estimation;

/// <summary>What a model needs and how fast it will be: pure functions of a <see cref="FitRequest"/>.</summary>
public static class Estimator
{
    /// <summary>Tokens in context at which the expected decode speed is given: a short conversation, as benchmarks measure.</summary>
    public const int ExpectedContextTokens = 512;

    // Prompt processing depends on kernels and driver more than on physics: builds of 2024 and 2026 differ by a factor of two on one GPU.
    private const double PrefillLow = 0.5;
    private const double PrefillHigh = 1.8;

    /// <summary>Memory, placement and speeds.</summary>
    public static FitEstimate Estimate(FitRequest request)
    {
        var placement = LayerPlacement.Of(request);
        var timing = new InferenceTiming(request, placement);
        var decode = placement.Fit == Fit.None || request.Model.Embedding ? TokenRate.None : Decode(request, placement, timing);
        var prefill = placement.Fit == Fit.None ? TokenRate.None : Prefill(request, timing);
        return new FitEstimate
        {
            Model = request.Model.Tag,
            Quantization = request.Quantization.Name,
            Context = request.ContextTokens,
            KvCache = request.KvCache.Name,
            Parallel = request.ParallelRequests,
            Gpu = request.Machine.Gpus.Count > 0 ? request.Machine.Gpus[0].Id : null,
            GpuCount = request.Machine.Gpus.Count,
            WeightsBytes = placement.WeightsBytes,
            KvCacheBytes = placement.KvCacheBytes,
            OverheadBytes = placement.OverheadBytes,
            TotalBytes = placement.TotalBytes,
            GpuBytes = placement.GpuBytes,
            GpuCapacityBytes = request.Machine.Gpus.Sum(gpu => gpu.UsableBytes),
            Fit = placement.Fit,
            GpuLayers = placement.GpuLayers,
            Layers = request.Model.Layers,
            DecodeTokensPerSecond = decode.Rounded(),
            PrefillTokensPerSecond = prefill.Rounded(),
            TimeToFirstTokenSeconds = placement.Fit == Fit.None ? 0 : Math.Round(timing.TimeToFirstTokenSeconds(request.PromptTokens), 3),
            Capability = Capability.Of(request.Model).Name,
            Notes = EstimateNotes.Of(request, placement, decode.Expected),
        };
    }

    /// <summary>The clock of this model on this machine, for a simulator or for questions that <see cref="Estimate"/> does not answer.</summary>
    public static InferenceTiming Timing(FitRequest request) => new(request, LayerPlacement.Of(request));

    private static TokenRate Decode(FitRequest request, LayerPlacement placement, InferenceTiming timing)
    {
        var bound = timing.BandwidthBoundTokensPerSecond();
        var uncertainty = placement.Fit == Fit.Gpu
            ? request.Machine.Gpus.Max(gpu => gpu.Family.Uncertainty)
            : Machines.Processor.Uncertainty;
        var expected = Math.Min(bound, 1 / timing.DecodeStepSeconds(1, Math.Min(ExpectedContextTokens, request.ContextTokens)));
        var full = Math.Min(expected, 1 / timing.DecodeStepSeconds(1, request.ContextTokens));
        return new TokenRate(expected, full * (1 - uncertainty), Math.Min(bound, expected * (1 + uncertainty)));
    }

    private static TokenRate Prefill(FitRequest request, InferenceTiming timing)
    {
        var rate = request.PromptTokens / timing.PrefillSeconds(request.PromptTokens);
        return new TokenRate(rate, rate * PrefillLow, rate * PrefillHigh);
    }
}
