namespace LocalAi.AppHost.Sources;

/// <summary>Remembers on a resource where its service came from, for the summary and the dashboard.</summary>
internal sealed record SourceAnnotation(string Service, SourceDecision Decision) : IResourceAnnotation;

/// <summary>A service that does not run: it stands in the dashboard with the reason and the remedy.</summary>
internal sealed class OffService(string name) : Resource(name);
