using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary><c>/api/models/…</c>: what is installed and what could be, and changing it.</summary>
internal static class ModelManagementEndpoints
{
    private const string Events = "Server-sent events: progress {status, completedBytes, totalBytes}, then done {model} or error (a problem). Closing the connection cancels; the next pull goes on where it stopped.";

    public static RouteGroupBuilder MapModelManagement(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/api/models").WithTags("Models");
        models.MapGet("/installed", ListAsync).WithSummary("Lists installed models with memory, expected and measured speed");
        models.MapGet("/catalogue", CatalogueAsync).WithSummary("Lists models that can be pulled, with what to expect of each");
        models.MapPost("/pull", PullAsync).WithSummary("Pulls a model").WithDescription(Events).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(507);
        models.MapPost("/create", CreateAsync).WithSummary("Creates a model from a Modelfile").WithDescription(Events).ProducesValidationProblem().ProducesProblem(409);
        models.MapPost("/load", LoadAsync).WithSummary("Loads a model into memory").ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
        models.MapPost("/unload", UnloadAsync).WithSummary("Removes a model from memory").ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
        models.MapDelete("/{**name}", DeleteAsync).WithSummary("Deletes a model").ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
        return models;
    }

    private static async Task<Ok<ModelContracts.Library>> ListAsync(ModelLibrary library, CancellationToken cancellationToken) =>
        TypedResults.Ok(await library.ListAsync(cancellationToken));

    private static async Task<Ok<ModelContracts.Catalogue>> CatalogueAsync(ModelLibrary library, CancellationToken cancellationToken) =>
        TypedResults.Ok(await library.ListCatalogueAsync(cancellationToken));

    private static async Task<ServerSentEventsResult<object>> PullAsync(ModelContracts.NamedModel request, ModelChanges changes, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(await changes.PullAsync(request.Model, cancellationToken));

    private static async Task<ServerSentEventsResult<object>> CreateAsync(ModelContracts.CreateModel request, ModelCreation creation, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(await creation.CreateAsync(request.Name, request.Modelfile, cancellationToken));

    private static async Task<NoContent> LoadAsync(ModelContracts.NamedModel request, ModelChanges changes, CancellationToken cancellationToken)
    {
        await changes.LoadAsync(request.Model, load: true, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> UnloadAsync(ModelContracts.NamedModel request, ModelChanges changes, CancellationToken cancellationToken)
    {
        await changes.LoadAsync(request.Model, load: false, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(string name, ModelChanges changes, CancellationToken cancellationToken)
    {
        await changes.DeleteAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }
}
