namespace LocalAi.AgentApi.Knowledge;

/// <summary>What a model gets of a search, best first.</summary>
/// <param name="Note">What to know about the search; null where there is nothing.</param>
internal sealed record KnowledgeFindings(IReadOnlyList<KnowledgeFinding> Passages, string? Note);

/// <param name="Number">By which the passage is cited.</param>
internal sealed record KnowledgeFinding(int Number, string Document, string Heading, int? Page, string Text);
