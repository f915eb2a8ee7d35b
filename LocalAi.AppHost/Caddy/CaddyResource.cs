namespace LocalAi.AppHost.Caddy;

/// <summary>Caddy in a container.</summary>
internal sealed class CaddyResource(string name) : ContainerResource(name);
