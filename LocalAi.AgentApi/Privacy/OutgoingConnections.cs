namespace LocalAi.AgentApi.Privacy;

/// <summary>Connections to what an operator has configured: model servers, webhooks, MCP servers.</summary>
internal static class OutgoingConnections
{
    /// <summary>A handler that follows no redirect.</summary>
    /// <param name="localOnly">Of <see cref="PrivacyOptions"/>: connect to this machine and its network only, or throw <see cref="NotLocalException"/>.</param>
    public static SocketsHttpHandler Handler(bool localOnly) => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        // A proxy would connect to where we may not.
        UseProxy = !localOnly,
        ConnectCallback = localOnly ? new LocalConnector().ConnectAsync : null,
    };
}
