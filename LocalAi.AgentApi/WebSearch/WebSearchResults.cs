namespace LocalAi.AgentApi.WebSearch;

/// <summary>What a search found, best first.</summary>
internal sealed record WebSearchResults(IReadOnlyList<WebSearchResult> Results);

/// <summary>A page that was found.</summary>
internal sealed record WebSearchResult(string Title, string Url, string Content);
