namespace LocalAi.AgentApi.Conversations;

/// <summary>There is no such conversation, or no more.</summary>
internal sealed class UnknownConversationException(Guid id) : Exception($"The conversation {id} does not exist; it may have been deleted.");
