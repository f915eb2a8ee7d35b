using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using System.Net.ServerSentEvents;

namespace LocalAi.AgentApi.Conversations;

/// <summary><c>/api/conversations</c>: what the web UI keeps and continues; a key has its own.</summary>
internal static class ConversationEndpoints
{
    private const int MaxLimit = 200;

    public static RouteGroupBuilder MapConversations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/conversations").WithTags("Conversations");
        group.RequireDatabase();
        group.RequireScope(KeyScopes.Chat, KeyScopes.Manage);
        group.AddEndpointFilter(CheckOwnerAsync);
        group.MapPost("/", CreateAsync).WithSummary("Begins a conversation").ProducesValidationProblem();
        group.MapGet("/", ListAsync).WithSummary("Lists conversations, the newest first").ProducesValidationProblem();
        group.MapGet("/{id:guid}", GetAsync).WithSummary("Returns a conversation with its messages").ProducesProblem(404);
        group.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Renames a conversation, or sets what it may use").ProducesValidationProblem().ProducesProblem(404);
        group.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Deletes a conversation and its messages").ProducesProblem(404);
        group.MapPost("/{id:guid}/messages", SendAsync)
            .WithSummary("Sends a message and streams the answer")
            .WithDescription("Server-sent events: message, token, tool, source, note, usage, error, done. Closing the connection stops the answer; what came is kept.")
            .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(503).ProducesProblem(504);
        return group;
    }

    /// <summary>For every route that names a conversation, those to come included.</summary>
    private static async ValueTask<object?> CheckOwnerAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        if (call.HttpContext.GetRouteValue("id") is string id)
        {
            var access = call.HttpContext.RequestServices.GetRequiredService<ConversationAccess>();
            await access.CheckAsync(Guid.Parse(id), call.HttpContext.RequestAborted);
        }

        return await next(call);
    }

    private static async Task<Created<Conversation>> CreateAsync(
        ConversationStore store, ConversationAccess access, ConversationRequests.Create? request, CancellationToken cancellationToken)
    {
        var conversation = await store.CreateAsync(
            request?.CheckedTitle ?? "", request?.Model, request?.CheckedTools, request?.CheckedCollections, access.Owner, cancellationToken);
        return TypedResults.Created($"/api/conversations/{conversation.Id}", conversation);
    }

    private static async Task<Ok<ConversationPage>> ListAsync(
        ConversationStore store, ConversationAccess access, int limit = 50, DateTimeOffset? before = null, string? search = null,
        CancellationToken cancellationToken = default) =>
        limit is < 1 or > MaxLimit
            ? throw new InvalidRequestException("limit", $"'limit' is {limit}; it must be between 1 and {MaxLimit}.")
            : TypedResults.Ok(new ConversationPage(
                await store.ListAsync(limit, before, search?.Replace("\0", "", StringComparison.Ordinal), access.OnlyOwner, cancellationToken)));

    private static async Task<Ok<ConversationDetail>> GetAsync(
        Guid id, ConversationStore store, MessageStore messages, CancellationToken cancellationToken)
    {
        var conversation = await store.GetAsync(id, cancellationToken);
        var list = await messages.ListAsync(id, endPosition: null, cancellationToken);
        return TypedResults.Ok(new ConversationDetail(
            id, conversation.Title, conversation.Model, conversation.CreatedAt, conversation.UpdatedAt, list.Count,
            conversation.Tools, conversation.Collections, list));
    }

    private static async Task<Ok<Conversation>> ChangeAsync(
        Guid id, ConversationRequests.Change request, ConversationStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ChangeAsync(id, request.CheckedTitle, request.CheckedTools, request.CheckedCollections, cancellationToken));

    private static async Task<NoContent> DeleteAsync(Guid id, ConversationStore store, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<ServerSentEventsResult<object>> SendAsync(
        Guid id, ConversationRequests.Send request, ConversationTurns turns, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(await turns.StartAsync(id, request, cancellationToken));
}
