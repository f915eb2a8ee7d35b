using Aspire.Hosting.ApplicationModel;
using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Caddy;

public sealed class CaddyfileTests
{
    private static readonly CaddySite[] Sites =
    [
        new("", "UPSTREAM_WEB", ReferenceExpression.Create($"localhost:7080")),
        new("api", "UPSTREAM_AGENT", ReferenceExpression.Create($"localhost:7081")),
    ];

    [Fact]
    public void Public_ServesTheSitesWithPublicCertificates() =>
        Assert.Equal(
            """
            {
            	admin off
            	http_port 80
            	https_port 443
            }

            example.com {
            	header {
            		X-Content-Type-Options nosniff
            		Referrer-Policy strict-origin-when-cross-origin
            		-Server
            	}
            	reverse_proxy {$UPSTREAM_WEB} {
            		flush_interval -1
            	}
            }

            api.example.com {
            	header {
            		X-Content-Type-Options nosniff
            		Referrer-Policy strict-origin-when-cross-origin
            		-Server
            	}
            	reverse_proxy {$UPSTREAM_AGENT} {
            		flush_interval -1
            	}
            }

            """.ReplaceLineEndings("\n"),
            Caddyfile.Write(StackEnvironment.Public, "example.com", Sites, 443, 80));

    [Fact]
    public void Lan_TakesItsOwnCertificatesAndOffersTheAuthority()
    {
        var text = Caddyfile.Write(StackEnvironment.Lan, "stack.test", Sites, 8443, 8080);

        Assert.StartsWith("{\n\tadmin off\n\thttp_port 8080\n\thttps_port 8443\n\tlocal_certs\n\tskip_install_trust\n}\n", text);
        Assert.Contains("http://stack.test {\n\thandle /ca.crt {", text);
    }

    [Theory]
    [InlineData("Lan")]
    [InlineData("Public")]
    public void Caddyfile_IsValid_ForTheRealCaddy(string environment)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Caddyfile.Write(Enum.Parse<StackEnvironment>(environment), "stack.test", Sites, 8443, 8080));
            Assert.SkipWhen(RealServices.Run("caddy", ["version"]) != 0, "caddy is not installed: run eng/real-services.sh install");

            Assert.Equal(0, RealServices.Run("env", ["UPSTREAM_WEB=localhost:1", "UPSTREAM_AGENT=localhost:2", "CADDY_DATA=/tmp", "caddy", "validate", "--adapter", "caddyfile", "--config", file]));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
