using LocalAi.Dashboard.Models;

namespace LocalAi.Dashboard.Api;

/// <summary>The answer of <c>GET /api/models/summary</c>.</summary>
internal sealed record ModelSummaryAnswer(string Window, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ModelSummaryItem> Models);

/// <summary>One model. Null where unknown.</summary>
/// <param name="TokensPerSecond">Output tokens per second of decoding.</param>
/// <param name="PromptTokensPerSecond">Input tokens per second of prefill.</param>
/// <param name="Concurrency">Requests under way on average.</param>
/// <param name="GpuBoundShare">Prefill and decode of the time of model requests.</param>
/// <param name="VramShare">How much of the loaded model is on the GPU.</param>
internal sealed record ModelSummaryItem(
    string Provider,
    string Model,
    string Operation,
    long Requests,
    long Errors,
    long InputTokens,
    long OutputTokens,
    double TokensPerSecond,
    double PromptTokensPerSecond,
    double Concurrency,
    Percentiles TimeToFirstToken,
    Percentiles TimePerOutputToken,
    Percentiles Duration,
    ModelPhases Phases,
    double GpuBoundShare,
    double? VramShare,
    double? ContextLength,
    IReadOnlyList<ModelFinding> Findings)
{
    public static ModelSummaryItem Of(ModelSummary summary)
    {
        var total = summary.Window.Total;
        return new ModelSummaryItem(
            summary.Key.Provider,
            summary.Key.Model,
            summary.Key.Operation,
            total.Requests,
            total.Errors,
            total.InputTokens,
            total.OutputTokens,
            total.TokensPerSecond,
            total.PromptTokensPerSecond,
            summary.Concurrency,
            Percentiles.Of(total.TimeToFirstToken),
            Percentiles.Of(total.TimePerOutputToken),
            Percentiles.Of(total.Duration),
            total.Phases,
            total.GpuBoundShare,
            summary.Loaded?.VramShare,
            summary.Loaded?.ContextLength,
            summary.Findings);
    }
}

/// <summary>Seconds; null where there was no request.</summary>
internal sealed record Percentiles(double? P50, double? P95, double? P99)
{
    public static Percentiles Of(LatencySketch sketch) => sketch.Count == 0
        ? new Percentiles(null, null, null)
        : new Percentiles(sketch.Quantile(0.5), sketch.Quantile(0.95), sketch.Quantile(0.99));
}
