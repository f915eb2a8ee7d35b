using Aspire.Hosting.ApplicationModel;
using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Caddy;

public sealed class CaddyfileTests
{
    private static readonly CaddySite[] Sites =
    [
        new("", "web", ReferenceExpression.Create($"localhost:7080")),
        new("n8n", "n8n", ReferenceExpression.Create($"localhost:5678"), HiddenPaths: ["/metrics"]),
        new("ollama", "ollama", ReferenceExpression.Create($"localhost:11434"), NeedsToken: true),
    ];

    [Fact]
    public void Public_ServesTheSitesWithPublicCertificates() =>
        Assert.Equal(
            """
            {
            	admin off
            	http_port 80
            	https_port 443
            	email {$ACME_EMAIL}
            	servers {
            		max_header_size 32KB
            		timeouts {
            			read_header 10s
            			idle 5m
            		}
            	}
            }

            (site) {
            	header {
            		Strict-Transport-Security max-age=31536000
            		X-Content-Type-Options nosniff
            		?X-Frame-Options SAMEORIGIN
            		?Referrer-Policy strict-origin-when-cross-origin
            		?Permissions-Policy "geolocation=(), payment=(), usb=()"
            		-Server
            		-X-Powered-By
            	}
            	request_body {
            		max_size 100MB
            	}
            }

            example.com {
            	import site
            	reverse_proxy {$UPSTREAM_WEB} {
            		flush_interval -1
            	}
            }

            n8n.example.com {
            	import site
            	@hidden path /metrics
            	respond @hidden 404
            	reverse_proxy {$UPSTREAM_N8N} {
            		flush_interval -1
            	}
            }

            ollama.example.com {
            	import site
            	@known header Authorization "Bearer {$TOKEN_OLLAMA}"
            	handle @known {
            		reverse_proxy {$UPSTREAM_OLLAMA} {
            			flush_interval -1
            			header_up Host {upstream_hostport}
            			header_up -Authorization
            		}
            	}
            	handle {
            		header WWW-Authenticate Bearer
            		respond 401
            	}
            }

            """.ReplaceLineEndings("\n"),
            Caddyfile.Write(new() { Environment = StackEnvironment.Public, Domain = "example.com", Email = "ops@example.com" }, Sites, 443, 80));

    [Fact]
    public void Lan_TakesItsOwnCertificates_OffersTheAuthorityAndPinsNobodyToHttps()
    {
        var text = Caddyfile.Write(new() { Environment = StackEnvironment.Lan, Domain = "stack.test", Email = "ops@example.com" }, Sites, 8443, 8080);

        Assert.StartsWith("{\n\tadmin off\n\thttp_port 8080\n\thttps_port 8443\n\tlocal_certs\n\tskip_install_trust\n\tservers {\n", text);
        Assert.Contains("http://stack.test {\n\thandle /ca.crt {", text);
        Assert.DoesNotContain("Strict-Transport-Security", text);
    }

    [Fact]
    public void Public_TakesItsOwnCertificates_WhenToldTo()
    {
        var text = Caddyfile.Write(new() { Environment = StackEnvironment.Public, Tls = TlsSetting.Internal, Email = "ops@example.com" }, Sites, 443, 80);

        Assert.Contains("\tlocal_certs\n", text);
        Assert.DoesNotContain("email", text);
        Assert.DoesNotContain("/ca.crt", text);
    }

    [Theory]
    [InlineData("Lan", "Auto")]
    [InlineData("Public", "Auto")]
    [InlineData("Public", "Internal")]
    public void Caddyfile_IsValid_ForTheRealCaddy(string environment, string tls)
    {
        Assert.SkipWhen(RealServices.Run("caddy", ["version"]) != 0, "caddy is not installed: run eng/real-services.sh install");
        var file = Path.GetTempFileName();
        try
        {
            LocalAiOptions options = new() { Environment = Enum.Parse<StackEnvironment>(environment), Tls = Enum.Parse<TlsSetting>(tls), Domain = "stack.test", Email = "ops@stack.test" };
            File.WriteAllText(file, Caddyfile.Write(options, Sites, 8443, 8080));
            string[] upstreams = ["UPSTREAM_WEB=http://localhost:1", "UPSTREAM_N8N=http://localhost:2", "UPSTREAM_OLLAMA=http://localhost:3", "TOKEN_OLLAMA=secret", "ACME_EMAIL=ops@stack.test"];

            Assert.Equal(0, RealServices.Run("env", [.. upstreams, "CADDY_DATA=/tmp", "caddy", "validate", "--adapter", "caddyfile", "--config", file]));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
