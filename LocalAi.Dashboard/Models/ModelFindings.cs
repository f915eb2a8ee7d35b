using LocalAi.Dashboard.Components;

namespace LocalAi.Dashboard.Models;

/// <summary>Says in plain language what is wrong with a model, from the numbers of a window. Worst first.</summary>
internal static class ModelFindings
{
    // Decoding reads every weight once a token, so its time is bytes divided by memory bandwidth. A consumer GPU's memory (about
    // 900 GB/s, GDDR6X on a 384-bit bus) is about 15 times as fast as two channels of DDR5-5600 (about 60 to 90 GB/s, less in practice).
    private const double GpuToCpuBandwidth = 15;
    private const double WholeShare = 0.995;
    private const double LargeShare = 0.25;
    private const double ErrorShare = 0.05;
    private const double ReadingTokensPerSecond = 5;
    private const double NearlyFull = 0.9;
    private const int FewRequests = 3;

    /// <summary>How many times slower decoding is than with everything on the GPU: (s + (1 − s) · R) for the share s on the GPU.</summary>
    public static double SlowdownOf(double vramShare) => vramShare + ((1 - vramShare) * GpuToCpuBandwidth);

    public static IReadOnlyList<ModelFinding> Of(ModelKey model, ModelBucket total, LoadedModel? loaded, IReadOnlyList<GpuState> gpus)
    {
        var findings = new List<ModelFinding>();
        AddErrors(total, findings);
        AddOffload(loaded, gpus, findings);
        AddLoading(total, findings);
        AddQueue(total, findings);
        AddContext(total, loaded, findings);
        AddSpeed(model, total, findings);
        AddPrefill(total, findings);
        AddTools(total, findings);
        AddTiming(model, total, findings);
        return findings;
    }

    private static void AddErrors(ModelBucket total, List<ModelFinding> findings)
    {
        if (total.Errors > 0 && total.Errors >= ErrorShare * total.Requests)
        {
            findings.Add(new ModelFinding(
                true,
                $"{total.Errors} of {total.Requests} requests failed.",
                "The slowest and failed requests below link to their traces, which say why."));
        }
    }

    private static void AddOffload(LoadedModel? loaded, IReadOnlyList<GpuState> gpus, List<ModelFinding> findings)
    {
        if (loaded?.VramShare is not { } share || share >= WholeShare)
        {
            return;
        }

        if (share > 0)
        {
            findings.Add(new ModelFinding(
                true,
                $"{Whole((1 - share) * 100)} % of this model runs on the CPU: it does not fit; decode is {Whole(SlowdownOf(share))} times slower than it would be.",
                "Take a smaller quantization or model, or a shorter context (OLLAMA_CONTEXT_LENGTH), or quantize the KV cache (OLLAMA_KV_CACHE_TYPE=q8_0)."));
        }
        else if (gpus.Count > 0)
        {
            findings.Add(new ModelFinding(
                true,
                "This model runs entirely on the CPU although there is a GPU.",
                "The model server does not see the GPU, or its memory is taken: check the server's console, and the driver or the container's GPU access."));
        }
        else
        {
            findings.Add(new ModelFinding(false, "This model runs on the CPU: no GPU was found.", "Small models (1 to 4 billion parameters) answer at a comfortable speed without a GPU."));
        }
    }

    private static void AddLoading(ModelBucket total, List<ModelFinding> findings)
    {
        if (total.Loads > 1 && total.Phases.Load > 0.15 * total.Phases.Total)
        {
            findings.Add(new ModelFinding(
                true,
                $"{total.Loads} of {total.Requests} requests waited for the model to be loaded, {Quantity.Seconds(total.Phases.Load / total.Loads)} each.",
                "It is unloaded in between: raise OLLAMA_KEEP_ALIVE, or OLLAMA_MAX_LOADED_MODELS if models push each other out."));
        }
    }

    private static void AddQueue(ModelBucket total, List<ModelFinding> findings)
    {
        if (total.Requests >= FewRequests && total.Phases.Queue > LargeShare * total.BusySeconds)
        {
            findings.Add(new ModelFinding(
                true,
                $"Requests spend {Quantity.Percent(total.Phases.Queue / total.BusySeconds)} of their time waiting for others, {Quantity.Seconds(total.Phases.Queue / total.Requests)} on average.",
                "Let the server work at more at once (OLLAMA_NUM_PARALLEL, which takes more memory for context), or send fewer at a time."));
        }
    }

    private static void AddContext(ModelBucket total, LoadedModel? loaded, List<ModelFinding> findings)
    {
        if (loaded?.ContextLength is { } length and > 0 && total.MaxInputTokens > NearlyFull * length)
        {
            findings.Add(new ModelFinding(
                true,
                $"Prompts reach {Quantity.Count(total.MaxInputTokens)} of {Quantity.Count(length)} context tokens: what does not fit is cut off without a word.",
                "Shorten what is sent, or raise OLLAMA_CONTEXT_LENGTH if there is memory for it."));
        }
    }

    private static void AddSpeed(ModelKey model, ModelBucket total, List<ModelFinding> findings)
    {
        if (!model.IsEmbedding && total.TokensPerSecond is > 0 and < ReadingTokensPerSecond)
        {
            findings.Add(new ModelFinding(
                true,
                $"It writes {Quantity.Digits(total.TokensPerSecond)} tokens per second, slower than people read (about {ReadingTokensPerSecond}).",
                "A smaller model or quantization writes proportionally faster."));
        }
    }

    private static void AddPrefill(ModelBucket total, List<ModelFinding> findings)
    {
        if (total.Requests >= FewRequests && total.Phases.Prefill > 2 * total.Phases.Decode && total.Phases.Prefill > 0.5 * total.BusySeconds && total.Phases.Decode > 0)
        {
            findings.Add(new ModelFinding(
                false,
                $"Reading the prompt takes longer than answering: {Quantity.Count(total.InputTokens / Math.Max(1, total.Requests))} input tokens per request, {Quantity.Percent(total.Phases.Prefill / total.BusySeconds)} of the time.",
                "Send less history or fewer search results, and keep the start of the prompt the same from call to call so that the server can reuse it."));
        }
    }

    private static void AddTools(ModelBucket total, List<ModelFinding> findings)
    {
        if (total.Requests >= FewRequests && total.Phases.Tools > LargeShare * total.Phases.Total)
        {
            findings.Add(new ModelFinding(
                false,
                $"Tools take {Quantity.Percent(total.Phases.Tools / total.Phases.Total)} of the wait, more than a faster model could win.",
                "Open a slow request's trace to see which tool."));
        }
    }

    private static void AddTiming(ModelKey model, ModelBucket total, List<ModelFinding> findings)
    {
        if (!model.IsEmbedding && total.Requests > total.Errors && total.ServerTimed == 0)
        {
            findings.Add(new ModelFinding(
                false,
                total.Phases.GpuBound > 0 ? "This server reports no timings: the phases are measured by the client's clock." : "The sender reports no phases: the whole time counts as the rest.",
                "Ollama and llama-server report them; the agent passes them on."));
        }
    }

    private static string Whole(double value) => Math.Round(value).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
}
