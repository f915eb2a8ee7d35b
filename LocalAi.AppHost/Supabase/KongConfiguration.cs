using System.Globalization;
using System.Text;

namespace LocalAi.AppHost.Supabase;

/// <summary>
/// Writes Kong's declarative configuration. Addresses and keys stand in it as <c>__NAME__</c>: <c>kong.sh</c> puts the container's
/// variables in their place, so that no secret is in a file that is published.
/// </summary>
internal static class KongConfiguration
{
    // Signing in is what gets guessed at; behind Caddy the limit counts browsers, not Caddy.
    private const int AuthRequestsPerMinute = 120;

    public static IReadOnlyList<KongRoute> Routes { get; } =
    [
        // Links in e-mails and redirects of sign-in providers carry no key.
        new("auth-verify", "/auth/v1/verify", "AUTH_URL", "/verify", KongAccess.Open, AuthRequestsPerMinute),
        new("auth-callback", "/auth/v1/callback", "AUTH_URL", "/callback", KongAccess.Open, AuthRequestsPerMinute),
        new("auth-authorize", "/auth/v1/authorize", "AUTH_URL", "/authorize", KongAccess.Open, AuthRequestsPerMinute),
        new("auth-jwks", "/auth/v1/.well-known/jwks.json", "AUTH_URL", "/.well-known/jwks.json", KongAccess.Open),
        new("auth", "/auth/v1/", "AUTH_URL", "/", KongAccess.AnyKey, AuthRequestsPerMinute),
        new("rest", "/rest/v1/", "REST_URL", "/", KongAccess.AnyKey),
        // Files that are public have addresses without a key; storage checks the others itself.
        new("storage", "/storage/v1/", "STORAGE_URL", "/", KongAccess.Open),
        new("meta", "/pg/", "META_URL", "/", KongAccess.ServiceKey),
        new("studio", "/", "STUDIO_URL", "/", KongAccess.Dashboard),
    ];

    public static string Write()
    {
        var text = new StringBuilder(
            """
            _format_version: "3.0"
            _transform: true
            consumers:
              - username: dashboard
                basicauth_credentials:
                  - username: __DASHBOARD_USERNAME__
                    password: __DASHBOARD_PASSWORD__
              - username: anon
                keyauth_credentials:
                  - key: __ANON_KEY__
                acls:
                  - group: anon
              - username: service_role
                keyauth_credentials:
                  - key: __SERVICE_ROLE_KEY__
                acls:
                  - group: service
            services:

            """);
        foreach (var route in Routes)
        {
            text.AppendRoute(route);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendRoute(this StringBuilder text, KongRoute route)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"  - name: {route.Name}")
            .AppendLine(CultureInfo.InvariantCulture, $"    url: __{route.Variable}__{route.Upstream}")
            .AppendLine("    routes:")
            .AppendLine(CultureInfo.InvariantCulture, $"      - name: {route.Name}")
            .AppendLine("        strip_path: true")
            .AppendLine("        paths:")
            .AppendLine(CultureInfo.InvariantCulture, $"          - {route.Path}")
            .AppendLine("    plugins:");
        if (route.RequestsPerMinute is { } limit)
        {
            text.AppendLine("      - name: rate-limiting")
                .AppendLine(CultureInfo.InvariantCulture, $"        config: {{ minute: {limit}, policy: local, limit_by: ip }}");
        }

        // Studio is a page of this host; only the APIs are called from other sites' pages.
        text.AppendLine(route.Access switch
        {
            KongAccess.Open => "      - name: cors",
            KongAccess.AnyKey => WithKey("anon, service", cors: true),
            KongAccess.ServiceKey => WithKey("service", cors: false),
            _ => "      - name: basic-auth\n        config: { hide_credentials: true }",
        });
    }

    private static string WithKey(string groups, bool cors) =>
        $"{(cors ? "      - name: cors\n" : "")}      - name: key-auth\n        config: {{ hide_credentials: false }}\n"
        + $"      - name: acl\n        config: {{ hide_groups_header: true, allow: [{groups}] }}";
}
