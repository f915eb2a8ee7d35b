using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.Knowledge.Collections;
using LocalAi.AgentApi.Knowledge.Documents;
using LocalAi.AgentApi.Knowledge.Retrieval;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Knowledge;

/// <summary><c>/api/knowledge</c>: collections of documents, and searching them.</summary>
internal static class KnowledgeEndpoints
{
    public static RouteGroupBuilder MapKnowledge(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/knowledge").WithTags("Knowledge");
        group.RequireDatabase();
        group.MapGet("/collections", ListAsync).WithSummary("Lists the collections that the caller may search").RequireScope(KeyScopes.Chat, KeyScopes.Manage);
        group.MapPost("/collections", CreateAsync).WithSummary("Makes a collection").ProducesValidationProblem();
        group.MapPatch("/collections/{id:guid}", ChangeAsync).WithSummary("Renames a collection, or changes who may search it").ProducesValidationProblem().ProducesProblem(404);
        group.MapDelete("/collections/{id:guid}", DeleteAsync).WithSummary("Deletes a collection with its documents").ProducesProblem(404);
        group.MapPost("/search", SearchAsync).WithSummary("Finds passages by meaning and by words").RequireScope(KeyScopes.Chat, KeyScopes.Manage).ProducesValidationProblem().ProducesProblem(404);
        group.MapDocuments();
        return group;
    }

    private static async Task<Ok<CollectionList>> ListAsync(CollectionAccess access, CancellationToken cancellationToken) =>
        TypedResults.Ok(new CollectionList(await access.ListAsync(cancellationToken)));

    private static async Task<Created<Collection>> CreateAsync(CollectionChange request, CollectionStore store, CancellationToken cancellationToken)
    {
        var collection = await store.CreateAsync(request.CheckedName, request.CheckedKeys?.Ids, cancellationToken);
        return TypedResults.Created($"/api/knowledge/collections/{collection.Id}", collection);
    }

    private static async Task<Ok<Collection>> ChangeAsync(Guid id, CollectionChange request, CollectionStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ChangeAsync(id, request, cancellationToken));

    private static async Task<NoContent> DeleteAsync(Guid id, CollectionStore store, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SearchResult>> SearchAsync(
        SearchRequest request, CollectionAccess access, KnowledgeSearch search, IOptions<KnowledgeOptions> options, CancellationToken cancellationToken)
    {
        if (request.Limit is < 1 or > 50)
        {
            throw new InvalidRequestException("limit", $"'limit' is {request.Limit}; it must be between 1 and 50.");
        }

        var known = (await access.ListAsync(cancellationToken)).Select(collection => collection.Id).ToHashSet();
        Guid[] chosen = request.Collections is { Count: > 0 } named ? [.. named] : [.. known];
        if (chosen.FirstOrDefault(id => !known.Contains(id)) is var unknown && unknown != Guid.Empty)
        {
            throw UnknownKnowledgeException.Collection(unknown);
        }

        return TypedResults.Ok(await search.FindAsync(
            request.Query ?? "", chosen, request.Limit ?? options.Value.MaxResults, cancellationToken));
    }
}
