using LocalAi.AgentApi.Access;

namespace LocalAi.AgentApi.Knowledge.Collections;

/// <summary>
/// What whoever is being served may see: all collections with scope <c>manage</c>, else those that allow its key, of which the key may have fewer.
/// </summary>
internal sealed class CollectionAccess(AccessMeter access, CollectionStore store)
{
    /// <summary>The collections of the caller, by name.</summary>
    public async Task<IReadOnlyList<Collection>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(cancellationToken)).Where(MaySee)];

    /// <exception cref="UnknownKnowledgeException">It does not exist, or not for the caller: which of both is nobody's business.</exception>
    public async Task CheckAsync(Guid collection, CancellationToken cancellationToken)
    {
        if (!MaySee(await store.GetAsync(collection, cancellationToken)))
        {
            throw UnknownKnowledgeException.Collection(collection);
        }
    }

    private bool MaySee(Collection collection)
    {
        var caller = access.Caller;
        return caller.May(KeyScopes.Manage)
            || (caller.Key?.Key is { } key && (collection.Keys?.Contains(key.Id) ?? true) && (key.Collections?.Contains(collection.Id) ?? true));
    }
}
