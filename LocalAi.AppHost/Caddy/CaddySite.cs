namespace LocalAi.AppHost.Caddy;

/// <summary>A host name that Caddy serves.</summary>
/// <param name="Label">What stands before the domain; empty for the domain itself.</param>
/// <param name="Variable">The environment variable that carries <paramref name="Upstream"/>: the Caddyfile itself names no address.</param>
/// <param name="Upstream"><c>host:port</c> of the service, as Caddy sees it.</param>
internal sealed record CaddySite(string Label, string Variable, ReferenceExpression Upstream)
{
    /// <summary>The site of an endpoint.</summary>
    public static CaddySite For(string label, string service, EndpointReference endpoint) =>
        new(label, $"UPSTREAM_{service.ToUpperInvariant().Replace('-', '_')}", ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.HostAndPort)}"));
}
