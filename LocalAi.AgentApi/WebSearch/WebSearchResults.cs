namespace LocalAi.AgentApi.WebSearch;

/// <summary>What a search found, best first.</summary>
internal sealed record WebSearchResults(IReadOnlyList<WebSearchResult> Results);

/// <summary>A page that was found, and the number to cite it by.</summary>
internal sealed record WebSearchResult(int Number, string Title, string Url, string Content);
