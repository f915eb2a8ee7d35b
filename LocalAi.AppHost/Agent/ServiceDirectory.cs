using System.Globalization;
using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Sources;
using LocalAi.AppHost.Startup;

namespace LocalAi.AppHost.Agent;

/// <summary>Tells the agent which services the stack has, so that the web UI can show them: <c>Stack:Services</c> of the agent.</summary>
internal static class ServiceDirectory
{
    private const string Project = "project";

    /// <summary>What a person sees of a service: where it answers when it is well, whether it has a page, and what it is wired to.</summary>
    private static readonly Entry[] Entries =
    [
        new(ServiceCatalog.Web, "/health", true, [ServiceCatalog.Agent]),
        new(ServiceCatalog.Agent, "/alive", false, [ServiceCatalog.Ollama, ServiceCatalog.Postgres, ServiceCatalog.Searxng, ServiceCatalog.N8n]),
        new(ServiceCatalog.Dashboard, "/health", true, []),
        new(ServiceCatalog.Ollama, "/api/version", false, []),
        new(ServiceCatalog.Postgres, null, false, []),
        new(ServiceCatalog.Supabase, null, true, [ServiceCatalog.Postgres]),
        new(ServiceCatalog.N8n, "/healthz", true, [ServiceCatalog.Agent, ServiceCatalog.Ollama, ServiceCatalog.Postgres, ServiceCatalog.Searxng]),
        new(ServiceCatalog.OpenWebUi, "/health", true, [ServiceCatalog.Agent, ServiceCatalog.Ollama, ServiceCatalog.Searxng]),
        new(ServiceCatalog.Searxng, "/healthz", true, []),
        new(ServiceCatalog.Caddy, null, false, [ServiceCatalog.Web, ServiceCatalog.Agent, ServiceCatalog.N8n, ServiceCatalog.OpenWebUi, ServiceCatalog.Supabase]),
    ];

    /// <summary>To be called when every service is declared.</summary>
    public static void WithServiceDirectory(this IResourceBuilder<ProjectResource> agent, LocalAiStack stack)
    {
        var index = 0;
        foreach (var entry in Entries)
        {
            var resource = Find(agent, entry.Name);
            if (resource is null)
            {
                continue;
            }

            var prefix = $"Stack__Services__{index++.ToString(CultureInfo.InvariantCulture)}__";
            var decision = resource.Decision();
            agent.WithEnvironment($"{prefix}Name", entry.Name)
                .WithEnvironment($"{prefix}Source", decision?.Source.ToString().ToLowerInvariant() ?? Project);
            if (decision is not null)
            {
                agent.WithEnvironment($"{prefix}Reason", decision.Reason);
            }

            if (decision?.Remedy is { } remedy)
            {
                agent.WithEnvironment($"{prefix}Remedy", remedy);
            }

            var uses = entry.Uses.Where(service => Find(agent, service) is not null).ToArray();
            for (var used = 0; used < uses.Length; used++)
            {
                agent.WithEnvironment($"{prefix}Uses__{used.ToString(CultureInfo.InvariantCulture)}", uses[used]);
            }

            agent.WithAddresses(stack, prefix, entry, resource, decision);
        }

        if (HostKind.IsPortable && stack.HasDashboard && !stack.IsPublishing)
        {
            agent.WithDashboard($"Stack__Services__{index.ToString(CultureInfo.InvariantCulture)}__", $"http://localhost:{stack.Port(ServiceCatalog.Dashboard)}");
        }
    }

    /// <summary>The host brings it, so it is no resource of this model; Aspire's own has an address that only Aspire knows.</summary>
    private static void WithDashboard(this IResourceBuilder<ProjectResource> agent, string prefix, string url) => agent
        .WithEnvironment($"{prefix}Name", ServiceCatalog.Dashboard)
        .WithEnvironment($"{prefix}Source", Project)
        .WithEnvironment($"{prefix}Health", $"{url}/health")
        .WithEnvironment($"{prefix}Link", url);

    private static void WithAddresses(
        this IResourceBuilder<ProjectResource> agent, LocalAiStack stack, string prefix, Entry entry, IResource resource, SourceDecision? decision)
    {
        if (decision is { Source: ServiceSource.External, Location: { } url } && Uri.TryCreate(url, UriKind.Absolute, out var external) && external.Scheme is "http" or "https")
        {
            agent.WithEnvironment($"{prefix}Health", url.TrimEnd('/') + entry.HealthPath).WithEnvironment($"{prefix}Link", entry.HasPage ? url : "");
        }
        else if (resource is IResourceWithEndpoints withEndpoints && withEndpoints.GetEndpoints().FirstOrDefault() is { } endpoint)
        {
            agent.WithEnvironment($"{prefix}Health", entry.HealthPath is null
                ? ReferenceExpression.Create($"tcp://{endpoint.Property(EndpointProperty.Host)}:{endpoint.Property(EndpointProperty.Port)}")
                : ReferenceExpression.Create($"{endpoint}{entry.HealthPath}"));
            if (entry.HasPage)
            {
                agent.WithLink(stack, $"{prefix}Link", entry.Name, endpoint);
            }
        }
    }

    /// <summary>A browser comes by Caddy's host name where there is one, else by the port on this machine, or on the server in <c>private</c>.</summary>
    private static void WithLink(this IResourceBuilder<ProjectResource> agent, LocalAiStack stack, string variable, string service, EndpointReference endpoint)
    {
        if (Find(agent, ServiceCatalog.Caddy) is not (null or OffService) && CaddyRoutes.LabelOf(service) is { } label)
        {
            agent.WithEnvironment(variable, stack.PublicAddress(label));
        }
        else if (!stack.IsPublishing)
        {
            agent.WithEnvironment(variable, endpoint);
        }
        else if (stack.Options.Environment == StackEnvironment.Private)
        {
            agent.WithEnvironment(variable, $"http://localhost:{stack.Port(service).ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static IResource? Find(IResourceBuilder<ProjectResource> agent, string service) =>
        agent.ApplicationBuilder.Resources.LastOrDefault(candidate => candidate.ServiceName() == service);

    private sealed record Entry(string Name, string? HealthPath, bool HasPage, string[] Uses);
}
