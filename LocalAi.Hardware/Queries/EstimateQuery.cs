using System.Globalization;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Queries;

/// <summary>
/// A question as text, from a query string or a command line: <c>model=llama3.1:8b&amp;quantization=q4_K_M&amp;context=8192&amp;kvCache=q8_0&amp;gpu=rtx-3090&amp;gpuCount=1&amp;parallel=1</c>.
/// What is null has a default: the model's own quantization, 8,192 tokens, f16, this machine, one GPU, one request.
/// </summary>
public sealed record EstimateQuery
{
    /// <summary>The most GPUs in one machine that are estimated.</summary>
    public const int MaximumGpus = 16;

    /// <summary>The most requests at once that are estimated.</summary>
    public const int MaximumParallelRequests = 512;

    private const int MaximumRamGiB = 65_536;

    /// <summary>Ollama tag; its quantization suffix counts unless <see cref="Quantization"/> is given.</summary>
    public string? Model { get; init; }

    /// <summary>llama.cpp's name, any case.</summary>
    public string? Quantization { get; init; }

    /// <summary>Tokens of context for one request.</summary>
    public string? Context { get; init; }

    /// <summary>f16, q8_0 or q4_0.</summary>
    public string? KvCache { get; init; }

    /// <summary>A GPU's id, <c>cpu</c> for none, or null for this machine's.</summary>
    public string? Gpu { get; init; }

    /// <summary>How many of them.</summary>
    public string? GpuCount { get; init; }

    /// <summary>Requests at once.</summary>
    public string? Parallel { get; init; }

    /// <summary>Prompt length in tokens for the time to first token.</summary>
    public string? Prompt { get; init; }

    /// <summary>RAM in GiB of the machine around a GPU that is not this machine's.</summary>
    public string? Ram { get; init; }

    /// <summary>Checks the text and makes the request.</summary>
    /// <param name="detected">This machine, used where <see cref="Gpu"/> is null or <c>cpu</c>.</param>
    /// <param name="known">The model when it is not from the catalogue.</param>
    /// <exception cref="EstimateQueryException">A value is unknown or out of range.</exception>
    public FitRequest ToRequest(Machine detected, KnownModel? known = null)
    {
        var model = known?.Architecture ?? FindModel();
        var context = Number("context", Context, 1, model.Context, Math.Min(FitRequest.DefaultContextTokens, model.Context),
            $"{model.Tag} supports 1 to {Count(model.Context)} tokens");
        return new FitRequest
        {
            Model = model,
            Quantization = FindQuantization(model, known),
            Machine = FindMachine(detected),
            ContextTokens = context,
            KvCache = FindKvCache(),
            ParallelRequests = Number("parallel", Parallel, 1, MaximumParallelRequests, 1, $"1 to {MaximumParallelRequests} requests"),
            PromptTokens = Number("prompt", Prompt, 1, context, Math.Min(FitRequest.DefaultPromptTokens, context), $"1 to {Count(context)} tokens, the context"),
            FileBytes = Quantization is null ? known?.FileBytes : null,
        };
    }

    /// <summary>The machine that <see cref="Gpu"/>, <see cref="GpuCount"/> and <see cref="Ram"/> describe.</summary>
    /// <exception cref="EstimateQueryException">A value is unknown or out of range.</exception>
    public Machine FindMachine(Machine detected)
    {
        var count = Number("gpuCount", GpuCount, 1, MaximumGpus, 1, $"1 to {MaximumGpus}");
        var ram = Ram is null ? (long?)null : (long)Number("ram", Ram, 1, MaximumRamGiB, 1, $"1 to {Count(MaximumRamGiB)} GiB") << 30;
        if (Gpu is null)
        {
            var own = ram is { } bytes ? detected with { Processor = detected.Processor with { MemoryBytes = bytes } } : detected;
            return GpuCount is null
                ? own
                : own.Gpus.Count > 0
                    ? own with { Gpus = [.. Enumerable.Repeat(own.Gpus[0], count)] }
                    : throw new EstimateQueryException("gpuCount", "gpuCount needs gpu: this machine has no GPU to multiply.");
        }

        if (Gpu.Trim().ToLowerInvariant() is "cpu" or "none")
        {
            return new Machine { Gpus = [], Processor = ram is { } bytes ? detected.Processor with { MemoryBytes = bytes } : detected.Processor };
        }

        var gpu = GpuCatalogue.Find(Gpu)
            ?? throw new EstimateQueryException("gpu", $"The GPU '{Gpu}' is not in the catalogue.", isUnknown: true, GpuCatalogue.Near(Gpu));
        var host = ram is { } size ? Processor.TypicalDesktop with { MemoryBytes = size } : Processor.TypicalDesktop;
        return Machine.With(gpu, count, host);
    }

    private ModelArchitecture FindModel() => string.IsNullOrWhiteSpace(Model)
        ? throw new EstimateQueryException("model", "model is required: an Ollama tag such as llama3.1:8b.")
        : ModelCatalogue.Find(Model)
            ?? throw new EstimateQueryException("model", $"The model '{Model}' is not in the catalogue.", isUnknown: true, ModelCatalogue.Near(Model));

    private Quantization FindQuantization(ModelArchitecture model, KnownModel? known)
    {
        if (Quantization is { } name)
        {
            return QuantizationCatalogue.Find(name)
                ?? throw new EstimateQueryException("quantization", $"The quantization '{name}' is not one of llama.cpp's.", suggestions: QuantizationCatalogue.Near(name));
        }

        return known?.Quantization
            ?? (Model is null || known is not null ? null : ModelTag.Parse(Model).Quantization)
            ?? QuantizationCatalogue.Get(model.DefaultQuantization);
    }

    private KvCacheType FindKvCache() => KvCache is null
        ? KvCacheType.F16
        : KvCacheType.Find(KvCache)
            ?? throw new EstimateQueryException("kvCache", $"kvCache is '{KvCache}'; allowed: {string.Join(", ", KvCacheType.All.Select(type => type.Name))}.");

    private static int Number(string field, string? text, int minimum, int maximum, int whenAbsent, string allowed)
    {
        if (text is null)
        {
            return whenAbsent;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw new EstimateQueryException(field, $"{field} is '{text}'; allowed: {allowed}.");
    }

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
