using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.OllamaProtocol;

/// <summary><c>POST /api/embed</c>, and <c>POST /api/embeddings</c> of older clients. No text gives no vector.</summary>
internal static class OllamaEmbeddingEndpoints
{
    public static void MapOllamaEmbeddings(this RouteGroupBuilder group)
    {
        group.MapPost("/embed", EmbedAsync).WithSummary("Turns texts into vectors").RequireScope(KeyScopes.Embed);
        group.MapPost("/embeddings", EmbedPromptAsync).WithSummary("Turns a text into a vector").RequireScope(KeyScopes.Embed);
    }

    private static async Task<JsonHttpResult<OllamaClientWire.Embedded>> EmbedAsync(
        HttpContext context, ModelCatalog catalog, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var request = await JsonBody.ReadAsync(context.Request, OllamaClientJson.Default.EmbedRequest, cancellationToken);
        var (vectors, tokens) = await ComputeAsync(catalog, request.Model, request.Input ?? [], request.Dimensions, cancellationToken);
        return TypedResults.Json(
            new OllamaClientWire.Embedded(
                request.Model ?? "", vectors, OllamaAnswer.Nanoseconds(time.GetElapsedTime(start).TotalSeconds), LoadDuration: 0, tokens),
            OllamaClientJson.Answers.Embedded);
    }

    private static async Task<JsonHttpResult<OllamaClientWire.PromptEmbedded>> EmbedPromptAsync(
        HttpContext context, ModelCatalog catalog, CancellationToken cancellationToken)
    {
        var request = await JsonBody.ReadAsync(context.Request, OllamaClientJson.Default.PromptEmbedRequest, cancellationToken);
        var (vectors, _) = await ComputeAsync(catalog, request.Model, [request.Prompt ?? ""], dimensions: null, cancellationToken);
        return TypedResults.Json(new OllamaClientWire.PromptEmbedded(vectors is [var vector] ? vector : default), OllamaClientJson.Answers.PromptEmbedded);
    }

    private static async Task<(IReadOnlyList<ReadOnlyMemory<float>> Vectors, long Tokens)> ComputeAsync(
        ModelCatalog catalog, string? name, IReadOnlyList<string> texts, int? dimensions, CancellationToken cancellationToken)
    {
        var (model, generator) = await catalog.ResolveEmbeddingAsync(name, cancellationToken);
        if (texts.All(string.IsNullOrEmpty))
        {
            return ([], 0);
        }

        var embeddings = await generator.GenerateAsync(texts, new() { ModelId = model.Id, Dimensions = dimensions }, cancellationToken);
        return ([.. embeddings.Select(embedding => embedding.Vector)], embeddings.Usage?.InputTokenCount ?? 0);
    }
}
