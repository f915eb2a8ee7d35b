using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Advice;

/// <summary>A model with the longest context that stays where the model runs best, and how comfortable it is to talk to.</summary>
internal sealed record ModelSetting(FitRequest Request, FitEstimate Estimate)
{
    // People read 4 to 7 words a second; below 8 tokens they wait for every line.
    private const double ComfortableTokensPerSecond = 8;

    // A first token later than this feels broken. Measured with a prompt of 1,024 tokens: instructions, tools and a few turns.
    private const double ComfortableFirstTokenSeconds = 20;

    private const int EnoughContextTokens = 16_384;
    private const int TypicalAnswerTokens = 256;

    // Reading a longer prompt than this takes minutes without a GPU.
    private const int LongestContextWithoutGpu = 8_192;

    private static readonly int[] Contexts = [131_072, 65_536, 32_768, 16_384, 8_192, 4_096];

    /// <summary>True when it runs, is at least as fast as people read, and starts answering soon.</summary>
    public bool Comfortable =>
        Estimate.Fit != Fit.None && Estimate.DecodeTokensPerSecond.Expected >= ComfortableTokensPerSecond && Estimate.TimeToFirstTokenSeconds <= ComfortableFirstTokenSeconds;

    /// <summary>
    /// Rank of a model's answers: its parameters, or for a mixture of experts the geometric mean of all and active ones (a common rule of thumb:
    /// a mixture knows as much as its size and thinks as deep as its active part).
    /// </summary>
    public double Quality => Request.Model.ActiveParameters is { } active ? Math.Sqrt((double)Request.Model.Parameters * active) : Request.Model.Parameters;

    /// <summary>Seconds of a typical turn: a prompt of 1,024 tokens and an answer of 256.</summary>
    public double TurnSeconds => Estimate.TimeToFirstTokenSeconds + TypicalAnswerTokens / Math.Max(1e-3, Estimate.DecodeTokensPerSecond.Expected);

    /// <summary>The setting of <paramref name="model"/> in its own quantization on <paramref name="machine"/>.</summary>
    public static ModelSetting Best(ModelArchitecture model, Machine machine)
    {
        var first = FitRequest.For(model, machine) with { ContextTokens = Math.Min(Contexts[^1], model.Context) };
        var best = Of(first);
        var plain = Longest(first, KvCacheType.F16, best.Estimate.Fit) ?? best;
        if (best.Estimate.Fit == Fit.Cpu || plain.Request.ContextTokens >= Math.Min(EnoughContextTokens, model.Context))
        {
            return plain;
        }

        // Half the bytes for keys and values costs next to no quality and doubles the context.
        return Longest(first, KvCacheType.Q8, best.Estimate.Fit) is { } halved && halved.Request.ContextTokens > plain.Request.ContextTokens ? halved : plain;
    }

    private static ModelSetting? Longest(FitRequest first, KvCacheType type, Fit fit) => Contexts
        .Where(context => context <= first.Model.Context && (fit is Fit.Gpu or Fit.Split || context <= LongestContextWithoutGpu))
        .Select(context => Of(first with { ContextTokens = context, KvCache = type }))
        .FirstOrDefault(setting => setting.Estimate.Fit == fit);

    private static ModelSetting Of(FitRequest request) => new(request, Estimator.Estimate(request));
}
