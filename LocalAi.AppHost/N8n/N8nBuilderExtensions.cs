using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Ollama;
using LocalAi.AppHost.Postgres;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Searxng;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.N8n;

/// <summary>Adds the workflow automation, set up for the others: owner, credentials, starter workflows.</summary>
internal static class N8nBuilderExtensions
{
    private const int ContainerPort = 5678;
    private const int ContainerUser = 1000;
    private const string ScriptFolder = "/opt/localai";
    private const string Script = "start.sh";
    private const string WorkflowFile = "workflows.json";

    private static readonly ServerProfile Profile = new(
        ["CMD", "node", "-e", $"fetch('http://127.0.0.1:{ContainerPort}/healthz/readiness').then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"],
        Memory: "2G")
    {
        ContainerPort = ContainerPort,
        StartPeriod = "180s",
        NeedsInit = true,
    };

    public static async Task<WorkflowService> AddWorkflowsAsync(
        this IDistributedApplicationBuilder builder,
        LocalAiStack stack,
        IResourceBuilder<ProjectResource> agent,
        IResourceBuilder<ParameterResource> agentKey,
        ModelServer models,
        SearchService search,
        Database database)
    {
        var service = ServiceCatalog.Get(ServiceCatalog.N8n);
        var decision = await stack.ResolveAsync(service, stack.Image(service.Name, $"{N8nContainerImageTags.Image}:{N8nContainerImageTags.Tag}"));
        if (decision.Source is ServiceSource.External)
        {
            builder.AddExternalService(service.Name, decision.Location!.TrimEnd('/') + "/").WithSource(service.Name, decision);
            return new(McpUrl: null, Token: null);
        }

        if (decision.Source is ServiceSource.Off)
        {
            builder.AddOffService(service.Name, decision);
            return new(McpUrl: null, Token: null);
        }

        var workflows = StarterWorkflows.For(search.Url is not null, database.AddOwn is not null);
        var neighbours = new N8nNeighbours(ReferenceExpression.Create($"{agent.GetEndpoint("http")}"), agentKey, models, search, database, workflows);
        var token = builder.AddSecret("n8n-token");
        var endpoint = decision.Source is ServiceSource.Container
            ? builder.AddN8n(stack, decision, neighbours, token).GetEndpoint("http")
            : builder.AddNativeN8n(stack, decision, neighbours, token).GetEndpoint("http");
        return new(ReferenceExpression.Create($"{endpoint}/mcp/localai"), token);
    }

    private static IResourceBuilder<N8nResource> AddN8n(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision, N8nNeighbours neighbours, IResourceBuilder<ParameterResource> token) =>
        builder.AddResource(new N8nResource(ServiceCatalog.N8n))
            .WithImage(N8nContainerImageTags.Image, N8nContainerImageTags.Tag)
            .WithConfiguredImage(stack, ServiceCatalog.N8n)
            .WithHttpEndpoint(stack.Port(ServiceCatalog.N8n), targetPort: ContainerPort)
            .WithPublicAddress(stack)
            .WithVolume(stack.VolumeName(ServiceCatalog.N8n), "/home/node/.n8n")
            .WithContainerFiles(
                ScriptFolder,
                [
                    new ContainerFile { Name = Script, Contents = StarterWorkflows.ReadText(Script) },
                    new ContainerFile { Name = WorkflowFile, Contents = neighbours.Workflows.Json },
                ],
                defaultOwner: ContainerUser,
                defaultGroup: ContainerUser)
            // The script takes the place of the image's own start, and of the init process in it.
            .WithEntrypoint("/bin/sh")
            .WithArgs($"{ScriptFolder}/{Script}", $"{ScriptFolder}/{WorkflowFile}")
            .WithContainerRuntimeArgs("--init")
            .WithHttpHealthCheck("/healthz/readiness")
            .WithN8nSettings(stack, neighbours, token)
            .WithConfiguredLifetime(stack)
            .PublishForServer(stack, ServiceCatalog.N8n, Profile)
            .WithSource(ServiceCatalog.N8n, decision);

    private static IResourceBuilder<ExecutableResource> AddNativeN8n(
        this IDistributedApplicationBuilder builder, LocalAiStack stack, SourceDecision decision, N8nNeighbours neighbours, IResourceBuilder<ParameterResource> token)
    {
        var port = stack.Port(ServiceCatalog.N8n);
        var folder = Directory.CreateDirectory(Path.Combine(stack.Options.DataDirectory, "n8n")).FullName;
        File.WriteAllText(Path.Combine(folder, Script), StarterWorkflows.ReadText(Script));
        File.WriteAllText(Path.Combine(folder, WorkflowFile), neighbours.Workflows.Json);
        var path = string.Join(Path.PathSeparator, Path.GetDirectoryName(decision.Location), Environment.GetEnvironmentVariable("PATH"));
        return builder.AddExecutable(ServiceCatalog.N8n, "sh", folder, Path.Combine(folder, Script), Path.Combine(folder, WorkflowFile))
            .WithHttpEndpoint(port, targetPort: port, isProxied: false, env: "N8N_PORT")
            // n8n's task runner: a port of its own for each n8n on this machine.
            .WithEndpoint(name: "runner", scheme: "tcp", env: "N8N_RUNNERS_BROKER_PORT")
            .WithPublicAddress(stack)
            .WithHttpHealthCheck("/healthz/readiness")
            .WithEnvironment("PATH", path)
            .WithEnvironment("N8N_USER_FOLDER", folder)
            .WithEnvironment("N8N_LISTEN_ADDRESS", "127.0.0.1")
            .WithN8nSettings(stack, neighbours, token)
            .WithSource(ServiceCatalog.N8n, decision);
    }

    /// <summary>The address that n8n puts into the links and webhook addresses it shows.</summary>
    private static IResourceBuilder<T> WithPublicAddress<T>(this IResourceBuilder<T> n8n, LocalAiStack stack)
        where T : IResourceWithEnvironment
    {
        var url = stack.Options.Environment == StackEnvironment.Private
            ? $"http://localhost:{stack.Port(ServiceCatalog.N8n)}/"
            : $"{stack.PublicAddress(CaddyRoutes.N8nLabel)}/";
        return n8n.WithEnvironment("WEBHOOK_URL", url).WithEnvironment("N8N_EDITOR_BASE_URL", url);
    }
}
