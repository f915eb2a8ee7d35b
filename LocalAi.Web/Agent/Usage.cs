namespace LocalAi.Web.Agent;

/// <summary>What an answer took: tokens read and written, and where the time went.</summary>
public sealed record Usage(int InputTokens, int OutputTokens, Timings? Timings);
