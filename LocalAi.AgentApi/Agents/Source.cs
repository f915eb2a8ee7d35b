namespace LocalAi.AgentApi.Agents;

/// <summary>Something an answer may rest on: a page, a search hit, a passage of a document.</summary>
/// <param name="Number">Counts from 1 within a turn; answers cite it as <c>[1]</c>.</param>
/// <param name="Title">What to call it.</param>
/// <param name="Url">Where it opens; relative to the web UI for what LocalAi itself keeps.</param>
/// <param name="Passage">The words that were found, cut to a few hundred characters.</param>
/// <param name="Tool">The tool that found it.</param>
internal sealed record Source(int Number, string Title, string Url, string Passage, string Tool);
