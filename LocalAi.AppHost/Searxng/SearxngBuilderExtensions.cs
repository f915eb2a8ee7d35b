using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Searxng;

/// <summary>Adds the private web search: SearXNG in a container, SearXNG or searx from this machine, or one that runs elsewhere.</summary>
internal static class SearxngBuilderExtensions
{
    private const int ContainerPort = 8080;

    /// <summary>The image has wget; python, which is in every image of it, is not on its path.</summary>
    private static readonly ServerProfile Profile = new(["CMD-SHELL", $"wget -q -O /dev/null http://127.0.0.1:{ContainerPort}/healthz"], Memory: "1G")
    {
        ContainerPort = ContainerPort,
        Capabilities = ["CHOWN", "SETGID", "SETUID"],
    };

    public static async Task<SearchService> AddSearchAsync(this IDistributedApplicationBuilder builder, LocalAiStack stack)
    {
        var service = ServiceCatalog.Get(ServiceCatalog.Searxng);
        var decision = await stack.ResolveAsync(service, stack.Image(service.Name, $"{SearxngContainerImageTags.Image}:{SearxngContainerImageTags.Tag}"));
        switch (decision.Source)
        {
            case ServiceSource.Container:
                return new(ReferenceExpression.Create($"{builder.AddSearxng(stack, decision).GetEndpoint("http")}"));
            case ServiceSource.Native:
                return new(ReferenceExpression.Create($"{builder.AddNativeSearxng(stack, decision).GetEndpoint("http")}"));
            case ServiceSource.External:
                var url = decision.Location!.TrimEnd('/');
                builder.AddExternalService(service.Name, url + "/").WithSource(service.Name, decision);
                return new(ReferenceExpression.Create($"{new ReachableUrl(url)}"));
            default:
                builder.AddOffService(service.Name, decision);
                return new(Url: null);
        }
    }

    private static IResourceBuilder<SearxngResource> AddSearxng(this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision)
    {
        var limited = stack.Options.Environment == StackEnvironment.Public;
        var settings = SearxngSettings.Write(stack.Options.Search, inContainer: true, limited);
        foreach (var (name, source) in stack.Options.Search.Sources.Where(source => new Uri(source.Value.Url).IsLoopback))
        {
            // Declared, so that the host opens a way to it from the containers.
            builder.AddExternalService($"search-{name}", new Uri(source.Url).GetLeftPart(UriPartial.Authority) + "/").ExcludeFromManifest();
        }

        return builder.AddResource(new SearxngResource(ServiceCatalog.Searxng))
            .WithImage(SearxngContainerImageTags.Image, SearxngContainerImageTags.Tag)
            .WithConfiguredImage(stack, ServiceCatalog.Searxng)
            .WithHttpEndpoint(stack.Port(ServiceCatalog.Searxng), targetPort: ContainerPort)
            .WithHttpHealthCheck("/healthz")
            .WithContainerFiles("/etc/searxng", [new ContainerFile { Name = "settings.yml", Contents = settings }])
            .WithEnvironment("SEARXNG_SECRET", builder.AddSecret("searxng-secret", length: 48))
            .WithConfiguredLifetime(stack)
            .PublishForServer(stack, ServiceCatalog.Searxng, Profile)
            .WithSource(ServiceCatalog.Searxng, decision);
    }

    private static IResourceBuilder<ExecutableResource> AddNativeSearxng(this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision)
    {
        var program = decision.Location!;
        var port = stack.Port(ServiceCatalog.Searxng);
        var isAncestor = Path.GetFileNameWithoutExtension(program) == "searx-run";
        var folder = Directory.CreateDirectory(Path.Combine(stack.Options.DataDirectory, "searxng")).FullName;
        var file = Path.Combine(folder, "settings.yml");
        File.WriteAllText(file, isAncestor
            ? SearxngSettings.WriteComplete(stack.Options.Search, port)
            : SearxngSettings.Write(stack.Options.Search, inContainer: false, limited: false));

        var prefix = isAncestor ? "SEARX" : "SEARXNG";
        return builder.AddExecutable(ServiceCatalog.Searxng, program, folder)
            .WithHttpEndpoint(port, targetPort: port, isProxied: false)
            .WithHttpHealthCheck("/healthz")
            .WithEnvironment($"{prefix}_SETTINGS_PATH", file)
            .WithEnvironment($"{prefix}_SECRET", builder.AddSecret("searxng-secret", length: 48))
            .WithEnvironment($"{prefix}_BIND_ADDRESS", "127.0.0.1")
            .WithEnvironment($"{prefix}_PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .WithSource(ServiceCatalog.Searxng, decision);
    }
}
