namespace LocalAi.Web.Agent;

/// <summary>What an answer may rest on: a page, or a passage of a document. Answers cite it as <c>[Number]</c>.</summary>
/// <param name="Url">Where it opens; a path of ours for a document.</param>
public sealed record Source(int Number, string Title, string Url, string Passage, string Tool);
