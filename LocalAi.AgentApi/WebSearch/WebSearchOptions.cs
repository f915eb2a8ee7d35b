using System.ComponentModel.DataAnnotations;

namespace LocalAi.AgentApi.WebSearch;

/// <summary>The agent's web search, section <c>WebSearch</c>. The stack sets the address by itself where SearXNG runs.</summary>
internal sealed class WebSearchOptions
{
    public const string SectionName = "WebSearch";

    /// <summary>Address of SearXNG; empty for no web search.</summary>
    public string Url { get; set; } = "";

    /// <summary>Most results that one search gives the model.</summary>
    [Range(1, 50)]
    public int MaxResults { get; set; } = 5;

    /// <summary>Longest text of one result, in characters.</summary>
    [Range(50, 100_000)]
    public int MaxResultCharacters { get; set; } = 1000;
}
