using LocalAi.AgentApi.Access;

namespace LocalAi.AgentApi.OllamaProtocol;

/// <summary>Ollama's API, for clients that speak no other. Its paths stand beside the agent's own under <c>/api</c>, none of which it shares.</summary>
internal static class OllamaEndpoints
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "version", "tags", "ps", "show", "chat", "generate", "embed", "embeddings",
        // Changing models is a matter of /api/models; asked for here it is refused in words that the client understands.
        "pull", "push", "create", "copy", "delete", "blobs",
    };

    public static RouteGroupBuilder MapOllama(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], () => "Ollama is running").RequireAnyKey().ExcludeFromDescription();
        var group = routes.MapGroup("/api").WithTags("Ollama protocol");
        group.MapOllamaModels();
        group.MapOllamaChat();
        group.MapOllamaEmbeddings();
        return group;
    }

    /// <summary>Whether a path is of Ollama's API, so that errors there have its shape.</summary>
    public static bool Has(PathString path) =>
        path.StartsWithSegments("/api", out var rest) && rest.Value?.Split('/', 3) is ["", var name, ..] && Names.Contains(name);
}
