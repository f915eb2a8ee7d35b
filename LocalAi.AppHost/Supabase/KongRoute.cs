namespace LocalAi.AppHost.Supabase;

/// <summary>Who gets through a route.</summary>
internal enum KongAccess
{
    /// <summary>Everybody: the service itself asks, or has to answer a browser that only follows a link.</summary>
    Open,

    /// <summary>Holders of either API key.</summary>
    AnyKey,

    /// <summary>Holders of the servers' key.</summary>
    ServiceKey,

    /// <summary>Whoever knows Studio's password.</summary>
    Dashboard,
}

/// <summary>A path of the gateway.</summary>
/// <param name="Name">Kong's name for it.</param>
/// <param name="Path">What a request's path starts with; it is cut off.</param>
/// <param name="Variable">The placeholder for the service's address.</param>
/// <param name="Upstream">What the path begins with at the service.</param>
/// <param name="Access">Who gets through.</param>
/// <param name="RequestsPerMinute">How many of one address, where that is limited.</param>
internal sealed record KongRoute(string Name, string Path, string Variable, string Upstream, KongAccess Access, int? RequestsPerMinute = null);
