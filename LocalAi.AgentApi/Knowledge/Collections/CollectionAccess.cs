using LocalAi.AgentApi.Access;

namespace LocalAi.AgentApi.Knowledge.Collections;

/// <summary>What whoever is being served may see: all collections with scope <c>manage</c>, else those that its key is allowed.</summary>
internal sealed class CollectionAccess(AccessMeter access, CollectionStore store)
{
    /// <summary>The collections of the caller, by name.</summary>
    public async Task<IReadOnlyList<Collection>> ListAsync(CancellationToken cancellationToken) =>
        await store.ListAsync(cancellationToken) is var all && Key is { } key ? [.. all.Where(collection => collection.Keys?.Contains(key) ?? true)] : all;

    /// <exception cref="UnknownKnowledgeException">It does not exist, or not for the caller: which of both is nobody's business.</exception>
    public async Task CheckAsync(Guid collection, CancellationToken cancellationToken)
    {
        var found = await store.GetAsync(collection, cancellationToken);
        if (Key is { } key && !(found.Keys?.Contains(key) ?? true))
        {
            throw UnknownKnowledgeException.Collection(collection);
        }
    }

    /// <summary>The caller's key; null for callers that manage the stack.</summary>
    private Guid? Key => access.Caller is var caller && caller.May(KeyScopes.Manage) ? null : caller.Key?.Key.Id ?? Guid.Empty;
}
