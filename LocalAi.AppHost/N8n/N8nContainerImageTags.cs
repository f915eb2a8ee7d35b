namespace LocalAi.AppHost.N8n;

/// <summary>The pinned image of the workflow automation.</summary>
internal static class N8nContainerImageTags
{
    public const string Image = "docker.n8n.io/n8nio/n8n";
    public const string Tag = "2.28.3";
}
