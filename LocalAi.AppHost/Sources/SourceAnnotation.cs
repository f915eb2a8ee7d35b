namespace LocalAi.AppHost.Sources;

/// <summary>Remembers on a resource where its service came from, for the summary and the dashboard.</summary>
internal sealed record SourceAnnotation(string Service, SourceDecision Decision) : IResourceAnnotation;
