using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Supabase;

internal static partial class SupabaseBuilderExtensions
{
    private const string DashboardUser = "supabase";
    private const string GatewayFolder = "/opt/localai";
    private const string GatewayScript = "kong.sh";
    private const string GatewayFile = "kong.yml";

    /// <summary>Where browsers and clients find Supabase: its gateway.</summary>
    private static string PublicUrl(LocalAiStack stack) => stack.Options.Environment == StackEnvironment.Private
        ? $"http://localhost:{stack.Port(ServiceCatalog.Supabase)}"
        : stack.PublicAddress(CaddyRoutes.SupabaseLabel);

    private static IResourceBuilder<SupabaseServiceResource> AddGateway(this IDistributedApplicationBuilder builder, LocalAiStack stack) =>
        builder.AddService(stack, ServiceCatalog.Supabase, SupabaseContainerImageTags.Gateway, SupabaseServerProfiles.Gateway, port: 8000)
            .WithHttpEndpoint(targetPort: 8100, name: "status")
            .WithHttpHealthCheck("/status/ready", endpointName: "status")
            .WithContainerFiles(
                GatewayFolder,
                [
                    builder.Script(GatewayScript, ScriptFolder, GatewayScript),
                    new ContainerFile { Name = GatewayFile, Contents = KongConfiguration.Write() },
                ])
            .WithEntrypoint("/bin/sh")
            .WithArgs($"{GatewayFolder}/{GatewayScript}", $"{GatewayFolder}/{GatewayFile}")
            .WithEnvironment("KONG_DATABASE", "off")
            .WithEnvironment("KONG_DECLARATIVE_CONFIG", "/tmp/kong.yml")
            .WithEnvironment("KONG_DNS_ORDER", "LAST,A,CNAME")
            .WithEnvironment("KONG_PLUGINS", "cors,key-auth,acl,basic-auth,rate-limiting")
            .WithEnvironment("KONG_PROXY_LISTEN", "0.0.0.0:8000")
            .WithEnvironment("KONG_STATUS_LISTEN", "0.0.0.0:8100")
            .WithEnvironment("KONG_ADMIN_LISTEN", "off")
            // Whose address a limit counts: Caddy's word is taken, since only the stack's network reaches Kong.
            .WithEnvironment("KONG_TRUSTED_IPS", "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16")
            .WithEnvironment("KONG_REAL_IP_HEADER", "X-Forwarded-For")
            .WithEnvironment("KONG_REAL_IP_RECURSIVE", "on")
            .WithEnvironment("KONG_NGINX_PROXY_PROXY_BUFFER_SIZE", "160k")
            .WithEnvironment("KONG_NGINX_PROXY_PROXY_BUFFERS", "64 160k");
}
