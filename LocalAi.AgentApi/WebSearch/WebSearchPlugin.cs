using System.ComponentModel;
using System.Net;
using System.Text.Json.Serialization;
using LocalAi.AgentApi.Agents;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.WebSearch;

/// <summary>Searches the web through SearXNG, which asks the public engines in its own name.</summary>
internal sealed class WebSearchPlugin(IHttpClientFactory clients, IOptions<WebSearchOptions> options)
{
    public const string Name = "web";
    public const string HttpClientName = "web-search";

    [KernelFunction("search")]
    [Description("Searches the web. Gives pages with title, url and an extract of the text; cite a page that you use by its number, as [1].")]
    public async Task<WebSearchResults> SearchAsync(
        [Description("What to search for, in a few words.")] string query, Kernel kernel, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        using var response = await client.GetAsync(new Uri($"search?format=json&q={Uri.EscapeDataString(query)}", UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.Forbidden)
        {
            throw new KernelException("the search engine refuses JSON answers: add json to search.formats in its settings");
        }

        response.EnsureSuccessStatusCode();
        var found = await response.Content.ReadFromJsonAsync<Answer>(cancellationToken);
        return new WebSearchResults(
        [
            .. (found?.Results ?? [])
                .Where(result => result.Url is { Length: > 0 })
                .Take(options.Value.MaxResults)
                .Select(result => Cite(TurnContext.Of(kernel), result.Title ?? result.Url!, result.Url!, Cut(result.Content ?? ""))),
        ]);
    }

    private static WebSearchResult Cite(TurnContext turn, string title, string url, string content) =>
        new(turn.Cite(title, url, content, $"{Name}_search"), title, url, content);

    private string Cut(string text) =>
        text.Length <= options.Value.MaxResultCharacters ? text : text[..options.Value.MaxResultCharacters] + "…";

    private sealed record Answer([property: JsonPropertyName("results")] IReadOnlyList<Result>? Results);

    private sealed record Result(
        [property: JsonPropertyName("title")] string? Title,
        [property: JsonPropertyName("url")] string? Url,
        [property: JsonPropertyName("content")] string? Content);
}
