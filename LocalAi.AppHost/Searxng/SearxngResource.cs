namespace LocalAi.AppHost.Searxng;

/// <summary>SearXNG in a container.</summary>
internal sealed class SearxngResource(string name) : ContainerResource(name);
