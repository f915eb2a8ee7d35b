using LocalAi.AgentApi.Access;

namespace LocalAi.AgentApi.Conversations;

/// <summary>Whose conversations whoever is being served may see: all of them with scope <c>manage</c>, else those that its key has made.</summary>
internal sealed class ConversationAccess(AccessMeter access, ConversationStore store)
{
    /// <summary>The key that owns what the caller makes; null for the stack's own users.</summary>
    public Guid? Owner => access.Caller.Key?.Key.Id;

    /// <summary>The only owner whose conversations the caller sees; null for all.</summary>
    public Guid? OnlyOwner => access.Caller.May(KeyScopes.Manage) ? null : Owner ?? Guid.Empty;

    /// <exception cref="UnknownConversationException">It does not exist, or not for the caller: which of both is nobody's business.</exception>
    public async ValueTask CheckAsync(Guid conversation, CancellationToken cancellationToken)
    {
        if (OnlyOwner is { } owner && !await store.IsOwnedAsync(conversation, owner, cancellationToken))
        {
            throw new UnknownConversationException(conversation);
        }
    }
}
