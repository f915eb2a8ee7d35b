using LocalAi.AppHost.Caddy;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Ollama;
using LocalAi.AppHost.Searxng;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.OpenWebUi;

/// <summary>What Open WebUI is told, in a container as on this machine.</summary>
internal static class OpenWebUiSettings
{
    public static IResourceBuilder<T> WithOpenWebUiSettings<T>(
        this IResourceBuilder<T> webui,
        LocalAiStack stack,
        ReferenceExpression agent,
        IResourceBuilder<ParameterResource> agentKey,
        ModelServer models,
        SearchService search)
        where T : IResourceWithEnvironment
    {
        var builder = webui.ApplicationBuilder;
        var isPrivate = stack.Options.Environment == StackEnvironment.Private;
        var address = isPrivate ? $"http://localhost:{stack.Port(ServiceCatalog.OpenWebUi)}" : stack.PublicAddress(CaddyRoutes.ChatLabel);
        webui.WithEnvironment("OPENAI_API_BASE_URLS", ReferenceExpression.Create($"{agent}/v1"))
            .WithEnvironment("OPENAI_API_KEYS", agentKey)
            .WithEnvironment("ENABLE_OLLAMA_API", "true")
            .WithEnvironment("OLLAMA_BASE_URLS", models.Url)
            // Titles, tags and follow-ups: the plain model does them, an agent with tools would act on them.
            .WithEnvironment("TASK_MODEL", models.ChatModel)
            .WithEnvironment("TASK_MODEL_EXTERNAL", models.ChatModel)
            // Documents are embedded by the stack's own model; the default would be downloaded from the internet.
            .WithEnvironment("RAG_EMBEDDING_ENGINE", "ollama")
            .WithEnvironment("RAG_EMBEDDING_MODEL", models.EmbeddingModel)
            .WithEnvironment("RAG_OLLAMA_BASE_URL", models.Url)
            .WithEnvironment("WEBUI_SECRET_KEY", builder.AddSecret("open-webui-secret"))
            .WithEnvironment("WEBUI_ADMIN_EMAIL", stack.Options.Workflows.OwnerEmail)
            .WithEnvironment("WEBUI_ADMIN_PASSWORD", builder.AddSecret("open-webui-admin-password", length: 24))
            .WithEnvironment("WEBUI_AUTH", "true")
            .WithEnvironment("ENABLE_SIGNUP", "false")
            // What is set here holds: without this the first start's values would stay in its database for good.
            .WithEnvironment("ENABLE_PERSISTENT_CONFIG", "false")
            .WithEnvironment("WEBUI_URL", address)
            .WithEnvironment("CORS_ALLOW_ORIGIN", address)
            .WithEnvironment("WEBUI_SESSION_COOKIE_SECURE", isPrivate ? "false" : "true")
            .WithEnvironment("ANONYMIZED_TELEMETRY", "false")
            .WithEnvironment("DO_NOT_TRACK", "true")
            .WithEnvironment("SCARF_NO_ANALYTICS", "true")
            .WithEnvironment("ENABLE_VERSION_UPDATE_CHECK", "false")
            .WithEnvironment("ENABLE_WEB_SEARCH", search.Url is null ? "false" : "true");
        return search.Url is { } url
            ? webui.WithEnvironment("WEB_SEARCH_ENGINE", "searxng").WithEnvironment("SEARXNG_QUERY_URL", ReferenceExpression.Create($"{url}/search?q=<query>"))
            : webui;
    }
}
