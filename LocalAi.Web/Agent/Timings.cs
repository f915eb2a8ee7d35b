namespace LocalAi.Web.Agent;

/// <summary>
/// The latency breakdown of an answer, in seconds, and rates in tokens/s. <paramref name="GpuBoundShare"/> is
/// (prefill + decode) / total, 0 to 1. <paramref name="Source"/> is <c>server</c> when the model server reported the phases and
/// <c>client</c> when the agent's own clock measured them.
/// </summary>
public sealed record Timings(
    double? QueueSeconds,
    double? LoadSeconds,
    double? PrefillSeconds,
    double? DecodeSeconds,
    double? TotalSeconds,
    double? TimeToFirstTokenSeconds,
    double? PrefillTokensPerSecond,
    double? DecodeTokensPerSecond,
    double? GpuBoundShare,
    string? Source);
