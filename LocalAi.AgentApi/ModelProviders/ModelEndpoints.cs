using LocalAi.AgentApi.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary><c>GET /api/models</c>: every model with what it can do and where it runs.</summary>
internal static class ModelEndpoints
{
    public static RouteGroupBuilder MapModels(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/api/models").WithTags("Models");
        models.MapGet("/", ListAsync).WithSummary("Lists the models, the default chat model first").RequireAnyKey();
        return models;
    }

    private static async Task<Ok<ModelList>> ListAsync(ModelCatalog catalog, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ModelList(catalog.DefaultChatModel, await catalog.ListAsync(cancellationToken)));
}
