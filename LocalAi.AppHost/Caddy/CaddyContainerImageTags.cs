namespace LocalAi.AppHost.Caddy;

/// <summary>The pinned image of the reverse proxy.</summary>
internal static class CaddyContainerImageTags
{
    public const string Image = "docker.io/library/caddy";
    public const string Tag = "2.11.4-alpine";
}
