using System.Globalization;
using System.Text;
using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Caddy;

/// <summary>Writes the Caddyfile of an environment.</summary>
internal static class Caddyfile
{
    /// <param name="environment">Lan takes certificates from Caddy's own authority, public from Let's Encrypt.</param>
    /// <param name="domain">The domain of the host names.</param>
    /// <param name="sites">What is served; a streamed answer passes on as it comes.</param>
    /// <param name="httpsPort">Where browsers connect.</param>
    /// <param name="httpPort">Where they are sent on to https.</param>
    public static string Write(StackEnvironment environment, string domain, IReadOnlyList<CaddySite> sites, int httpsPort, int httpPort)
    {
        var text = new StringBuilder();
        text.AppendLine("{")
            .AppendLine("\tadmin off")
            .AppendLine(CultureInfo.InvariantCulture, $"\thttp_port {httpPort}")
            .AppendLine(CultureInfo.InvariantCulture, $"\thttps_port {httpsPort}");
        if (environment == StackEnvironment.Lan)
        {
            text.AppendLine("\tlocal_certs")
                .AppendLine("\tskip_install_trust");
        }

        text.AppendLine("}");
        foreach (var site in sites)
        {
            var host = site.Label.Length == 0 ? domain : $"{site.Label}.{domain}";
            text.AppendLine()
                .AppendLine(CultureInfo.InvariantCulture, $"{host} {{")
                .AppendLine("\theader {")
                .AppendLine("\t\tX-Content-Type-Options nosniff")
                .AppendLine("\t\tReferrer-Policy strict-origin-when-cross-origin")
                .AppendLine("\t\t-Server")
                .AppendLine("\t}")
                .AppendLine(CultureInfo.InvariantCulture, $"\treverse_proxy {{${site.Variable}}} {{")
                .AppendLine("\t\tflush_interval -1")
                .AppendLine("\t}")
                .AppendLine("}");
        }

        if (environment == StackEnvironment.Lan)
        {
            // The authority's certificate, to be trusted by the machines of the network.
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

        return text.ToString().ReplaceLineEndings("\n");
    }
}
