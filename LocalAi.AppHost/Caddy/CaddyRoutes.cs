using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Caddy;

/// <summary>Which services have a host name: those with a sign-in or a key of their own, and what the operator opens behind a bearer token.</summary>
internal static class CaddyRoutes
{
    public const string N8nLabel = "n8n";
    public const string ChatLabel = "chat";
    public const string SupabaseLabel = "supabase";

    private static readonly Route[] Routes =
    [
        new("", ServiceCatalog.Web),
        new("api", ServiceCatalog.Agent),
        // Its metrics are for the stack; n8n asks nobody for a key there.
        new(N8nLabel, ServiceCatalog.N8n, HiddenPaths: ["/metrics", "/metrics/*"]),
        new(ChatLabel, ServiceCatalog.OpenWebUi),
        // Its gateway, which asks for a key or for Studio's password.
        new(SupabaseLabel, ServiceCatalog.Supabase),
        new("ollama", ServiceCatalog.Ollama, OnlyWithToken: true),
        new("searxng", ServiceCatalog.Searxng, OnlyWithToken: true),
        new("dashboard", ServiceCatalog.Dashboard, OnlyWithToken: true),
    ];

    /// <summary>The sites of the services that the model has.</summary>
    public static IReadOnlyList<CaddySite> Of(IEnumerable<IResource> resources, LocalAiOptions options) =>
    [
        .. from route in Routes
           where !route.OnlyWithToken || options.Services.GetValueOrDefault(route.Service)?.Public is true
           let resource = resources.LastOrDefault(candidate => candidate.ServiceName() == route.Service)
           let upstream = Upstream(resource, route)
           where upstream is not null
           select new CaddySite(route.Label, route.Service, upstream, route.OnlyWithToken, route.HiddenPaths),
    ];

    /// <summary>The label under which a browser opens the service; null where it has no host name, or one that wants a bearer token.</summary>
    public static string? LabelOf(string service) => Array.Find(Routes, route => route.Service == service && !route.OnlyWithToken)?.Label;

    /// <summary>
    /// A service that others run has an address of its own and no site here; the model server's is the exception, for the token
    /// is what it lacks.
    /// </summary>
    private static ReferenceExpression? Upstream(IResource? resource, Route route) => resource switch
    {
        IResourceWithEndpoints withEndpoints => ReferenceExpression.Create($"{withEndpoints.GetEndpoint("http")}"),
        not null when route.OnlyWithToken && resource.Decision() is { Source: ServiceSource.External, Location: { } url } =>
            ReferenceExpression.Create($"{new ReachableUrl(url.TrimEnd('/'))}"),
        _ => null,
    };

    private sealed record Route(string Label, string Service, bool OnlyWithToken = false, IReadOnlyList<string>? HiddenPaths = null);
}
