using System.Globalization;
using System.Text;
using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Caddy;

/// <summary>Writes the Caddyfile of an environment.</summary>
internal static class Caddyfile
{
    /// <summary>The environment variable with the contact of the account with the certificate authority.</summary>
    public const string EmailVariable = "ACME_EMAIL";

    /// <summary>Documents go through Caddy; larger ones belong on the machine itself.</summary>
    private const string MaxRequestBody = "100MB";

    /// <param name="options">Environment, domain, certificates, and whether there is an e-mail address.</param>
    /// <param name="sites">What is served; a streamed answer passes on as it comes.</param>
    /// <param name="httpsPort">Where browsers connect.</param>
    /// <param name="httpPort">Where they are sent on to https.</param>
    public static string Write(LocalAiOptions options, IReadOnlyList<CaddySite> sites, int httpsPort, int httpPort)
    {
        var text = new StringBuilder();
        text.AppendGlobals(options, httpsPort, httpPort).AppendSnippet(options.Environment);
        foreach (var site in sites)
        {
            text.AppendSite(site, options.Domain);
        }

        if (options.Environment == StackEnvironment.Lan)
        {
            text.AppendAuthority(options.Domain);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static StringBuilder AppendGlobals(this StringBuilder text, LocalAiOptions options, int httpsPort, int httpPort)
    {
        text.AppendLine("{")
            .AppendLine("\tadmin off")
            .AppendLine(CultureInfo.InvariantCulture, $"\thttp_port {httpPort}")
            .AppendLine(CultureInfo.InvariantCulture, $"\thttps_port {httpsPort}");
        if (options.UsesInternalCertificates)
        {
            text.AppendLine("\tlocal_certs")
                .AppendLine("\tskip_install_trust");
        }
        else if (options.Email is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"\temail {{${EmailVariable}}}");
        }

        // No limit on the whole of a request or an answer: chats stream for minutes, and n8n keeps a connection open.
        return text
            .AppendLine("\tservers {")
            .AppendLine("\t\tmax_header_size 32KB")
            .AppendLine("\t\ttimeouts {")
            .AppendLine("\t\t\tread_header 10s")
            .AppendLine("\t\t\tidle 5m")
            .AppendLine("\t\t}")
            .AppendLine("\t}")
            .AppendLine("}");
    }

    private static void AppendSnippet(this StringBuilder text, StackEnvironment environment)
    {
        text.AppendLine()
            .AppendLine("(site) {")
            .AppendLine("\theader {");
        if (environment != StackEnvironment.Lan)
        {
            // Not in a network that may not trust the authority yet: browsers would let nobody past the warning.
            text.AppendLine("\t\tStrict-Transport-Security max-age=31536000");
        }

        text.AppendLine("\t\tX-Content-Type-Options nosniff")
            .AppendLine("\t\t?X-Frame-Options SAMEORIGIN")
            .AppendLine("\t\t?Referrer-Policy strict-origin-when-cross-origin")
            .AppendLine("\t\t?Permissions-Policy \"geolocation=(), payment=(), usb=()\"")
            .AppendLine("\t\t-Server")
            .AppendLine("\t\t-X-Powered-By")
            .AppendLine("\t}")
            .AppendLine("\trequest_body {")
            .AppendLine(CultureInfo.InvariantCulture, $"\t\tmax_size {MaxRequestBody}")
            .AppendLine("\t}")
            .AppendLine("}");
    }

    private static void AppendSite(this StringBuilder text, CaddySite site, string domain)
    {
        text.AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"{(site.Label.Length == 0 ? "" : $"{site.Label}.")}{domain} {{")
            .AppendLine("\timport site");
        if (site.HiddenPaths is { } hidden)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"\t@hidden path {string.Join(' ', hidden)}")
                .AppendLine("\trespond @hidden 404");
        }

        if (site.NeedsToken)
        {
            // The service sees neither the token nor the public name: Ollama answers only to names of its own network.
            text.AppendLine(CultureInfo.InvariantCulture, $"\t@known header Authorization \"Bearer {{${site.TokenVariable}}}\"")
                .AppendLine("\thandle @known {")
                .AppendLine(CultureInfo.InvariantCulture, $"\t\treverse_proxy {{${site.Variable}}} {{")
                .AppendLine("\t\t\tflush_interval -1")
                .AppendLine("\t\t\theader_up Host {upstream_hostport}")
                .AppendLine("\t\t\theader_up -Authorization")
                .AppendLine("\t\t}")
                .AppendLine("\t}")
                .AppendLine("\thandle {")
                .AppendLine("\t\theader WWW-Authenticate Bearer")
                .AppendLine("\t\trespond 401")
                .AppendLine("\t}")
                .AppendLine("}");
            return;
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"\treverse_proxy {{${site.Variable}}} {{")
            .AppendLine("\t\tflush_interval -1")
            .AppendLine("\t}")
            .AppendLine("}");
    }

    /// <summary>The authority's certificate, to be trusted by the machines of the network.</summary>
    private static void AppendAuthority(this StringBuilder text, string domain) =>
        text.AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"http://{domain} {{")
            .AppendLine("\thandle /ca.crt {")
            .AppendLine("\t\troot * {$CADDY_DATA}/pki/authorities/local")
            .AppendLine("\t\trewrite * /root.crt")
            .AppendLine("\t\tfile_server")
            .AppendLine("\t}")
            .AppendLine("\thandle {")
            .AppendLine("\t\tredir https://{host}{uri} 308")
            .AppendLine("\t}")
            .AppendLine("}");
}
