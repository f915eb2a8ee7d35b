using System.Globalization;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.N8n;
using LocalAi.AppHost.Ollama;
using LocalAi.AppHost.Searxng;

namespace LocalAi.AppHost.Agent;

/// <summary>Tells the agent which services are its tools, on what its models run, and by which names others may call it.</summary>
internal static class AgentBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> WithTools(
        this IResourceBuilder<ProjectResource> agent, LocalAiStack stack, SearchService search, WorkflowService workflows)
    {
        if (search.Url is { } url)
        {
            agent.WithEnvironment("WebSearch__Url", url);
        }

        if (workflows is { McpUrl: { } mcp, Token: { } token })
        {
            agent.WithEnvironment("McpServers__n8n__Url", mcp).WithEnvironment("McpServers__n8n__Token", token);
        }

        return agent.WithAllowedHosts(stack);
    }

    /// <summary>
    /// The stack's own services show the agent one generated key. Where others can reach it, everybody needs a key; in a container of its own
    /// it cannot tell this machine from others.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithAccess(
        this IResourceBuilder<ProjectResource> agent, LocalAiStack stack, IResourceBuilder<ParameterResource> agentKey) =>
        agent.WithEnvironment("Access__StackKey", agentKey)
            .WithEnvironment("Access__RequireKey", stack.IsPublishing || stack.Options.Environment != StackEnvironment.Private ? "true" : "false")
            .WithEnvironment("Privacy__LocalOnly", stack.Options.Privacy.LocalOnly ? "true" : "false");

    /// <summary>Files put into a folder of the data directory become documents. In a container there is no such folder.</summary>
    public static IResourceBuilder<ProjectResource> WithKnowledge(this IResourceBuilder<ProjectResource> agent, LocalAiStack stack) =>
        stack.IsPublishing ? agent : agent.WithEnvironment("Knowledge__WatchDirectory", Path.Combine(stack.Options.DataDirectory, "knowledge"));

    /// <summary>Where models are simulated, what they are expected to do follows from the simulated hardware, not from this machine's.</summary>
    public static IResourceBuilder<ProjectResource> WithHardware(this IResourceBuilder<ProjectResource> agent, LocalAiStack stack, ModelServer models)
    {
        var pretended = stack.Options.Simulator;
        if (models.Simulated && pretended.Gpu is { } gpu)
        {
            agent.WithEnvironment("Hardware__Gpu", gpu);
            if (gpu != SimulatorSettings.NoGpu)
            {
                agent.WithEnvironment("Hardware__GpuCount", pretended.GpuCount.ToString(CultureInfo.InvariantCulture));
            }
        }

        return agent;
    }

    /// <summary>Containers call it by its name on their network, and Caddy by the name that the browser used.</summary>
    private static IResourceBuilder<ProjectResource> WithAllowedHosts(this IResourceBuilder<ProjectResource> agent, LocalAiStack stack)
    {
        string[] hosts =
        [
            ServiceCatalog.Agent,
            $"{ServiceCatalog.Agent}.dev.internal",
            .. stack.Options.Environment == StackEnvironment.Private ? Array.Empty<string>() : [stack.Options.Domain, $"api.{stack.Options.Domain}"],
        ];
        for (var index = 0; index < hosts.Length; index++)
        {
            agent.WithEnvironment($"Agent__AllowedHosts__{index}", hosts[index]);
        }

        return agent;
    }
}
