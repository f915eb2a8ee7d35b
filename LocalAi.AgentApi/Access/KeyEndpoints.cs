using LocalAi.AgentApi.Database;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.Access;

/// <summary><c>/api/keys</c> and <c>/api/usage</c>: who may call, and who used how much.</summary>
internal static class KeyEndpoints
{
    public static RouteGroupBuilder MapAccess(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Access");
        group.RequireDatabase();
        group.MapGet("/keys", ListAsync).WithSummary("Lists the keys, the newest first");
        group.MapPost("/keys", CreateAsync).WithSummary("Makes a key; the answer alone has its secret").ProducesValidationProblem();
        group.MapPatch("/keys/{id:guid}", ChangeAsync).WithSummary("Changes which collections a key may search").ProducesValidationProblem().ProducesProblem(404);
        group.MapDelete("/keys/{id:guid}", RevokeAsync).WithSummary("Revokes a key, answers under way included").ProducesProblem(404);
        group.MapGet("/usage", UsageAsync).WithSummary("Tokens per day, caller and model, the newest day first").ProducesValidationProblem();
        return group;
    }

    private static async Task<Ok<KeyContracts.KeyList>> ListAsync(ApiKeyStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new KeyContracts.KeyList(await store.ListAsync(cancellationToken)));

    private static async Task<Created<KeyContracts.NewKey>> CreateAsync(
        KeyContracts.CreateKey request, ApiKeyStore store, CancellationToken cancellationToken)
    {
        var secret = ApiKeySecret.Generate();
        var key = await store.CreateAsync(secret, request, cancellationToken);
        return TypedResults.Created($"/api/keys/{key.Id}", new KeyContracts.NewKey(secret, key));
    }

    private static async Task<Ok<ApiKey>> ChangeAsync(
        Guid id, KeyContracts.ChangeKey request, ApiKeyStore store, KeyRing ring, CancellationToken cancellationToken)
    {
        var changed = await store.ChangeAsync(id, request.CheckedCollections, cancellationToken) ?? throw new AccessException(AccessFailures.NoSuchKey(id));
        ring.Replace(changed);
        return TypedResults.Ok(changed);
    }

    private static async Task<NoContent> RevokeAsync(Guid id, ApiKeyStore store, KeyRing ring, CancellationToken cancellationToken)
    {
        var revoked = await store.RevokeAsync(id, cancellationToken) ?? throw new AccessException(AccessFailures.NoSuchKey(id));
        ring.Replace(revoked);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<UsageContracts.Report>> UsageAsync(UsageStore store, UsageLedger ledger, int days = 30, CancellationToken cancellationToken = default)
    {
        var checkedDays = UsageContracts.Checked(days);
        await ledger.FlushAsync(cancellationToken);
        return TypedResults.Ok(new UsageContracts.Report(await store.ListAsync(checkedDays, cancellationToken)));
    }
}
