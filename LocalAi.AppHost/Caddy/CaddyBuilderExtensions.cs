using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Sources;
using LocalAi.AppHost.Startup;

namespace LocalAi.AppHost.Caddy;

/// <summary>Adds the reverse proxy with TLS, which lan and public need; in private there is nothing for it to do.</summary>
internal static class CaddyBuilderExtensions
{
    private const string EveryAddress = "0.0.0.0";

    /// <summary>Whether anything listens on port 443, by the kernel's own list: no image of Caddy has to bring a program for it.</summary>
    private static readonly ServerProfile Profile = new(["CMD-SHELL", "grep -qi ':01BB [0-9a-f:]* 0A ' /proc/net/tcp /proc/net/tcp6"], Memory: "512M")
    {
        Capabilities = ["NET_BIND_SERVICE"],
        IsReadOnly = true,
        Tmpfs = ["/tmp"],
    };

    /// <summary>To be called when every service is declared: the model decides which host names there are.</summary>
    public static async Task AddReverseProxyAsync(this IDistributedApplicationBuilder builder, LocalAiStack stack)
    {
        var service = ServiceCatalog.Get(ServiceCatalog.Caddy);
        var environment = stack.Options.Environment;
        if (environment == StackEnvironment.Private && (!stack.IsPublishing || stack.IsComposing))
        {
            builder.AddOffService(service.Name, new(ServiceSource.Off, "only this machine can reach the stack", "set LocalAi:Environment to lan or public"));
            return;
        }

        var sites = CaddyRoutes.Of(builder.Resources, stack.Options);
        var decision = await stack.ResolveAsync(service, stack.Image(service.Name, $"{CaddyContainerImageTags.Image}:{CaddyContainerImageTags.Tag}"));
        switch (decision.Source)
        {
            case ServiceSource.Container:
                builder.AddCaddy(stack, decision, sites);
                break;
            case ServiceSource.Native:
                builder.AddNativeCaddy(stack, decision, sites);
                break;
            default:
                builder.AddOffService(service.Name, decision);
                break;
        }
    }

    private static void AddCaddy(this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision, IReadOnlyList<CaddySite> sites) =>
        builder.AddResource(new CaddyResource(ServiceCatalog.Caddy))
            .WithImage(CaddyContainerImageTags.Image, CaddyContainerImageTags.Tag)
            .WithConfiguredImage(stack, ServiceCatalog.Caddy)
            .WithHttpsEndpoint(stack.Port(ServiceCatalog.Caddy), targetPort: 443)
            .WithHttpEndpoint(stack.HttpPort(ServiceCatalog.Caddy), targetPort: 80)
            .WithEndpoint("https", endpoint => endpoint.TargetHost = EveryAddress)
            .WithEndpoint("http", endpoint => endpoint.TargetHost = EveryAddress)
            .WithExternalHttpEndpoints()
            .WithContainerFiles("/etc/caddy", [new ContainerFile { Name = "Caddyfile", Contents = Caddyfile.Write(stack.Options, sites, 443, 80) }])
            .WithVolume(stack.VolumeName("caddy-data"), "/data")
            .WithVolume(stack.VolumeName("caddy-config"), "/config")
            .WithContainerRuntimeArgs("--cap-drop", "ALL", "--cap-add", "NET_BIND_SERVICE")
            .WithEnvironment("CADDY_DATA", "/data/caddy")
            .WithSites(sites)
            .WithEmail(stack.Options)
            .WithEntryNote(stack)
            .WithConfiguredLifetime(stack)
            .PublishForServer(stack, ServiceCatalog.Caddy, Profile)
            .PublishForServer(stack, service => service.Ports =
            [
                $"{stack.HttpPort(ServiceCatalog.Caddy)}:80",
                $"{stack.Port(ServiceCatalog.Caddy)}:443",
                // HTTP/3.
                $"{stack.Port(ServiceCatalog.Caddy)}:443/udp",
            ])
            .WithSource(ServiceCatalog.Caddy, decision);

    private static void AddNativeCaddy(this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision, IReadOnlyList<CaddySite> sites)
    {
        var (https, http) = (stack.Port(ServiceCatalog.Caddy), stack.HttpPort(ServiceCatalog.Caddy));
        var folder = Directory.CreateDirectory(Path.Combine(stack.Options.DataDirectory, "caddy")).FullName;
        var file = Path.Combine(folder, "Caddyfile");
        File.WriteAllText(file, Caddyfile.Write(stack.Options, sites, https, http));
        builder.AddExecutable(ServiceCatalog.Caddy, decision.Location!, folder, "run", "--config", file, "--adapter", "caddyfile")
            .WithHttpsEndpoint(https, targetPort: https, isProxied: false)
            .WithHttpEndpoint(http, targetPort: http, isProxied: false)
            .WithExternalHttpEndpoints()
            .WithEnvironment("XDG_DATA_HOME", folder)
            .WithEnvironment("XDG_CONFIG_HOME", folder)
            .WithEnvironment("CADDY_DATA", Path.Combine(folder, "caddy"))
            .WithSites(sites)
            .WithEmail(stack.Options)
            .WithEntryNote(stack)
            .WithSource(ServiceCatalog.Caddy, decision);
    }

    private static IResourceBuilder<T> WithSites<T>(this IResourceBuilder<T> caddy, IReadOnlyList<CaddySite> sites)
        where T : IResourceWithEnvironment
    {
        foreach (var site in sites)
        {
            caddy.WithEnvironment(site.Variable, site.Upstream);
            if (site.NeedsToken)
            {
                caddy.WithEnvironment(site.TokenVariable, caddy.ApplicationBuilder.AddSecret($"{site.Service}-route-token"));
            }
        }

        return caddy;
    }

    private static IResourceBuilder<T> WithEmail<T>(this IResourceBuilder<T> caddy, LocalAiOptions options)
        where T : IResourceWithEnvironment =>
        options is { UsesInternalCertificates: false, Email: { } email } ? caddy.WithEnvironment(Caddyfile.EmailVariable, email) : caddy;

    private static IResourceBuilder<T> WithEntryNote<T>(this IResourceBuilder<T> caddy, LocalAiStack stack)
        where T : IResource
    {
        var httpPort = stack.HttpPort(ServiceCatalog.Caddy);
        var authority = $"http://{stack.Options.Domain}{(httpPort == 80 ? "" : $":{httpPort}")}/ca.crt";
        return caddy.WithStartupNote(stack.Options.Environment == StackEnvironment.Lan
            ? $"On the network: {stack.PublicAddress("")}. Other machines trust it once they have {authority}: see docs/network.md."
            : $"On the network: {stack.PublicAddress("")}.");
    }
}
