namespace LocalAi.AppHost.Caddy;

/// <summary>A host name that Caddy serves.</summary>
/// <param name="Label">What stands before the domain; empty for the domain itself.</param>
/// <param name="Service">The service behind it.</param>
/// <param name="Upstream">The service's address as Caddy sees it; the Caddyfile itself names no address.</param>
/// <param name="NeedsToken">Whether Caddy asks for a bearer token, for a service that asks for nothing itself.</param>
/// <param name="HiddenPaths">Paths that stay inside the stack.</param>
internal sealed record CaddySite(string Label, string Service, ReferenceExpression Upstream, bool NeedsToken = false, IReadOnlyList<string>? HiddenPaths = null)
{
    private readonly string _name = Service.ToUpperInvariant().Replace('-', '_');

    /// <summary>The environment variable that carries <see cref="Upstream"/>.</summary>
    public string Variable => $"UPSTREAM_{_name}";

    /// <summary>The environment variable that carries the bearer token.</summary>
    public string TokenVariable => $"TOKEN_{_name}";
}
