namespace LocalAi.AppHost.Searxng;

/// <summary>The private web search of the stack.</summary>
/// <param name="Url">Its address, without a slash at its end, as each resource sees it; null when it is off.</param>
internal sealed record SearchService(ReferenceExpression? Url);
