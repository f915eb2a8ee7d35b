namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>What a search found, best first.</summary>
/// <param name="Problem">Why it was not searched by meaning, where it was not.</param>
internal sealed record SearchResult(IReadOnlyList<Passage> Passages, string? Problem);
