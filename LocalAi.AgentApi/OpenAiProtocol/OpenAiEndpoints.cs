using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>Everything under <c>/v1</c>: OpenAI's protocol, for any client that takes a base address.</summary>
internal static class OpenAiEndpoints
{
    public static RouteGroupBuilder MapOpenAi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("OpenAI protocol");
        group.MapGet("/models", ListModelsAsync)
            .WithSummary("Lists the models, the default chat model first")
            .RequireAnyKey()
            .ProducesOpenAiErrors();
        group.MapChatCompletions();
        group.MapEmbeddings();
        return group;
    }

    /// <summary>The statuses that every route under <c>/v1</c> may answer with, all in OpenAI's shape.</summary>
    public static RouteHandlerBuilder ProducesOpenAiErrors(this RouteHandlerBuilder route)
    {
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 404, 413, 429, 502, 503, 504])
        {
            route.Produces<OpenAiWire.ErrorBody>(status);
        }

        return route;
    }

    private static async Task<JsonHttpResult<OpenAiWire.ModelList>> ListModelsAsync(ModelCatalog catalog, CancellationToken cancellationToken)
    {
        var models = await catalog.ListAsync(cancellationToken);
        return TypedResults.Json(
            new OpenAiWire.ModelList("list", [.. models.Select(model =>
                new OpenAiWire.Model(model.Id, "model", model.CreatedAt?.ToUnixTimeSeconds() ?? 0, model.Provider))]),
            OpenAiJson.Answers.ModelList);
    }
}
