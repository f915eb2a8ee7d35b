namespace LocalAi.Web.Agent;

/// <summary>What an answer took: tokens read and written, and where the time went.</summary>
public sealed record Usage(int InputTokens, int OutputTokens, Timings? Timings, int? ContextTokens = null, int? ContextLength = null)
{
    /// <summary>How much of the context is used, 0 to 1; null when unknown.</summary>
    public double? ContextShare => ContextTokens > 0 && ContextLength > 0 ? (double)ContextTokens / ContextLength : null;
}
