namespace LocalAi.AppHost.OpenWebUi;

/// <summary>The pinned image of the second chat interface.</summary>
internal static class OpenWebUiContainerImageTags
{
    public const string Image = "ghcr.io/open-webui/open-webui";
    public const string Tag = "v0.11.0";
}
