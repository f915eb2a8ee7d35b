using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Ollama;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Searxng;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.OpenWebUi;

/// <summary>Adds Open WebUI, set up for agent, models and search.</summary>
internal static class OpenWebUiBuilderExtensions
{
    private const int ContainerPort = 8080;

    private static readonly ServerProfile Profile = new(
        ["CMD", "python3", "-c", $"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{ContainerPort}/health')"], Memory: "3G")
    {
        ContainerPort = ContainerPort,
        StartPeriod = "180s",
    };

    public static async Task AddOpenWebUiAsync(
        this IDistributedApplicationBuilder builder,
        LocalAiStack stack,
        IResourceBuilder<ProjectResource> agent,
        IResourceBuilder<ParameterResource> agentKey,
        ModelServer models,
        SearchService search)
    {
        var service = ServiceCatalog.Get(ServiceCatalog.OpenWebUi);
        var agentUrl = ReferenceExpression.Create($"{agent.GetEndpoint("http")}");
        var decision = await stack.ResolveAsync(service, stack.Image(service.Name, $"{OpenWebUiContainerImageTags.Image}:{OpenWebUiContainerImageTags.Tag}"));
        switch (decision.Source)
        {
            case ServiceSource.Container:
                builder.AddResource(new OpenWebUiResource(service.Name))
                    .WithImage(OpenWebUiContainerImageTags.Image, OpenWebUiContainerImageTags.Tag)
                    .WithConfiguredImage(stack, service.Name)
                    .WithHttpEndpoint(stack.Port(service.Name), targetPort: ContainerPort)
                    .WithHttpHealthCheck("/health")
                    .WithVolume(stack.VolumeName(service.Name), "/app/backend/data")
                    .WithOpenWebUiSettings(stack, agentUrl, agentKey, models, search)
                    .WithConfiguredLifetime(stack)
                    .PublishForServer(stack, service.Name, Profile)
                    .WithSource(service.Name, decision);
                break;
            case ServiceSource.Native:
                var port = stack.Port(service.Name);
                var folder = Directory.CreateDirectory(Path.Combine(stack.Options.DataDirectory, service.Name)).FullName;
                builder.AddExecutable(service.Name, decision.Location!, folder, "serve", "--host", "127.0.0.1", "--port", $"{port}")
                    .WithHttpEndpoint(port, targetPort: port, isProxied: false)
                    .WithHttpHealthCheck("/health")
                    .WithEnvironment("DATA_DIR", folder)
                    .WithOpenWebUiSettings(stack, agentUrl, agentKey, models, search)
                    .WithSource(service.Name, decision);
                break;
            case ServiceSource.External:
                builder.AddExternalService(service.Name, decision.Location!.TrimEnd('/') + "/").WithSource(service.Name, decision);
                break;
            default:
                builder.AddOffService(service.Name, decision);
                break;
        }
    }
}
