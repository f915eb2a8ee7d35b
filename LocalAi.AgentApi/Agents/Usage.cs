using LocalAi.AgentApi.ModelProviders;

namespace LocalAi.AgentApi.Agents;

/// <summary>Tokens and latency of one answer, all its model requests together.</summary>
/// <param name="ContextTokens">What the last request and its answer took of the context.</param>
/// <param name="ContextLength">How much of the model's context there is for a conversation.</param>
internal sealed record Usage(long InputTokens, long OutputTokens, ModelTimings Timings, long? ContextTokens = null, int? ContextLength = null);
