namespace LocalAi.AppHost.OpenWebUi;

/// <summary>Open WebUI in a container.</summary>
internal sealed class OpenWebUiResource(string name) : ContainerResource(name);
