using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Postgres;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.N8n;

/// <summary>What n8n is told, in a container as on this machine.</summary>
internal static class N8nSettings
{
    /// <summary>Nodes that run commands or watch files where n8n runs.</summary>
    private const string RiskyNodes = """["n8n-nodes-base.executeCommand","n8n-nodes-base.localFileTrigger"]""";

    public static IResourceBuilder<T> WithN8nSettings<T>(
        this IResourceBuilder<T> n8n, LocalAiStack stack, N8nNeighbours neighbours, IResourceBuilder<ParameterResource> token)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        var builder = n8n.ApplicationBuilder;
        var workflows = stack.Options.Workflows;
        n8n.WithEnvironment("N8N_ENCRYPTION_KEY", builder.AddSecret("n8n-encryption-key"))
            .WithEnvironment("N8N_USER_MANAGEMENT_JWT_SECRET", builder.AddSecret("n8n-jwt-secret"))
            .WithEnvironment("N8N_INSTANCE_OWNER_MANAGED_BY_ENV", "true")
            .WithEnvironment("N8N_INSTANCE_OWNER_EMAIL", workflows.OwnerEmail)
            .WithEnvironment("N8N_INSTANCE_OWNER_FIRST_NAME", "LocalAi")
            .WithEnvironment("N8N_INSTANCE_OWNER_LAST_NAME", "Owner")
            .WithEnvironment("N8N_INSTANCE_OWNER_PASSWORD_HASH", OwnerPasswordHash(builder, stack))
            .WithEnvironment("N8N_SECURE_COOKIE", stack.Options.Environment == StackEnvironment.Private ? "false" : "true")
            .WithEnvironment("N8N_PROXY_HOPS", stack.Options.Environment == StackEnvironment.Private ? "0" : "1")
            .WithEnvironment("N8N_METRICS", "true")
            .WithEnvironment("N8N_RUNNERS_MODE", "internal")
            .WithEnvironment("N8N_PYTHON_ENABLED", "false")
            .WithEnvironment("N8N_UNVERIFIED_PACKAGES_ENABLED", "false")
            .WithEnvironment("N8N_BLOCK_ENV_ACCESS_IN_NODE", "true")
            .WithEnvironment("NODES_EXCLUDE", workflows.AllowRiskyNodes ? "[]" : RiskyNodes)
            // Nothing of it calls home.
            .WithEnvironment("N8N_DIAGNOSTICS_ENABLED", "false")
            .WithEnvironment("N8N_VERSION_NOTIFICATIONS_ENABLED", "false")
            .WithEnvironment("N8N_TEMPLATES_ENABLED", "false")
            .WithEnvironment("N8N_PERSONALIZATION_ENABLED", "false")
            .WithEnvironment("N8N_HIRING_BANNER_ENABLED", "false")
            // For start.sh, which makes credentials of them.
            .WithEnvironment("LOCALAI_AGENT_URL", neighbours.Agent)
            .WithEnvironment("LOCALAI_AGENT_KEY", neighbours.AgentKey)
            .WithEnvironment("LOCALAI_MODELS_URL", neighbours.Models.Url)
            .WithEnvironment("LOCALAI_CHAT_MODEL", neighbours.Models.ChatModel)
            .WithEnvironment("LOCALAI_TOKEN", token);
        if (neighbours.Search.Url is { } search)
        {
            n8n.WithEnvironment("LOCALAI_SEARCH_URL", search);
        }

        n8n.WithEnvironment("LOCALAI_WORKFLOWS", string.Join(' ', neighbours.Workflows.Ids));
        return n8n.WithN8nDatabase(neighbours.Database);
    }

    /// <summary>A manifest computes no hash: whoever deploys gives it.</summary>
    private static ReferenceExpression OwnerPasswordHash(IDistributedApplicationBuilder builder, LocalAiStack stack) => stack.IsPublishing
        ? ReferenceExpression.Create($"{builder.AddParameter("n8n-owner-password-hash", secret: true)}")
        : ReferenceExpression.Create($"{new BcryptHash(builder.AddSecret("n8n-owner-password", length: 24).Resource)}");

    private static IResourceBuilder<T> WithN8nDatabase<T>(this IResourceBuilder<T> n8n, Database database)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        if (database.AddOwn is not { } addOwn)
        {
            // A server that others run: n8n keeps to itself.
            return n8n.WithEnvironment("DB_TYPE", "sqlite");
        }

        var own = addOwn("n8ndb", "n8n");
        n8n.WithEnvironment("DB_TYPE", "postgresdb")
            .WithEnvironment("DB_POSTGRESDB_HOST", ReferenceExpression.Create($"{own.Endpoint.Property(EndpointProperty.Host)}"))
            .WithEnvironment("DB_POSTGRESDB_PORT", ReferenceExpression.Create($"{own.Endpoint.Property(EndpointProperty.Port)}"))
            .WithEnvironment("DB_POSTGRESDB_DATABASE", own.DatabaseName)
            .WithEnvironment("DB_POSTGRESDB_USER", own.UserName)
            .WithEnvironment("DB_POSTGRESDB_PASSWORD", own.Password);
        return database.Server is { } server ? n8n.WaitFor(server) : n8n;
    }
}
