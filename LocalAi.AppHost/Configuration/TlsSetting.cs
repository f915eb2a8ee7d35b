namespace LocalAi.AppHost.Configuration;

/// <summary>Where the certificates of the host names come from.</summary>
internal enum TlsSetting
{
    /// <summary>From Caddy's own authority in <c>lan</c>, from Let's Encrypt in <c>public</c>.</summary>
    Auto,

    /// <summary>From Caddy's own authority, to try a public stack where Let's Encrypt cannot reach it.</summary>
    Internal,
}
