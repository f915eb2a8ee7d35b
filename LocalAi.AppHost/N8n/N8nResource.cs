namespace LocalAi.AppHost.N8n;

/// <summary>n8n in a container.</summary>
internal sealed class N8nResource(string name) : ContainerResource(name);
