namespace LocalAi.AppHost.Sources;

/// <summary>A service that does not run: it stands in the dashboard with the reason and the remedy.</summary>
internal sealed class OffService(string name) : Resource(name);
