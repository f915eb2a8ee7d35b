namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>A question to the documents.</summary>
/// <param name="Query">1 to 4000 characters.</param>
/// <param name="Collections">Which collections; left out or empty, all that the caller may use.</param>
/// <param name="Limit">Most passages, 1 to 50; left out, <c>Knowledge:MaxResults</c>.</param>
internal sealed record SearchRequest(string? Query, IReadOnlyList<Guid>? Collections, int? Limit);
