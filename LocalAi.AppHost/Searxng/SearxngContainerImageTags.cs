namespace LocalAi.AppHost.Searxng;

/// <summary>The pinned image of the private web search.</summary>
internal static class SearxngContainerImageTags
{
    public const string Image = "docker.io/searxng/searxng";
    public const string Tag = "2026.8.20-8d3dd0cd4";
}
