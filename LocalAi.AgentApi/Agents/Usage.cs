using LocalAi.AgentApi.ModelProviders;

namespace LocalAi.AgentApi.Agents;

/// <summary>Tokens and latency of one answer, all its model requests together.</summary>
internal sealed record Usage(long InputTokens, long OutputTokens, ModelTimings Timings);
