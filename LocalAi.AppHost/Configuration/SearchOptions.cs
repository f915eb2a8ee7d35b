namespace LocalAi.AppHost.Configuration;

/// <summary>What the private web search searches, under <c>LocalAi:Search</c>.</summary>
internal sealed class SearchOptions
{
    /// <summary>Whether public search engines are asked; false leaves only <see cref="Sources"/>, and nothing leaves the network.</summary>
    public bool PublicEngines { get; set; } = true;

    /// <summary>Search servers of one's own by name, such as a company's intranet search.</summary>
    public Dictionary<string, SearchSourceOptions> Sources { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A search server that answers with JSON. Paths are keys with <c>/</c> between them.</summary>
internal sealed class SearchSourceOptions
{
    /// <summary>Address with <c>{query}</c> where the search terms go.</summary>
    public string Url { get; set; } = "";

    /// <summary>Path of the list of results.</summary>
    public string Results { get; set; } = "results";

    /// <summary>Path of a result's address.</summary>
    public string Link { get; set; } = "url";

    /// <summary>Path of a result's title.</summary>
    public string Title { get; set; } = "title";

    /// <summary>Path of a result's text.</summary>
    public string Text { get; set; } = "content";
}
