namespace LocalAi.AgentApi.Conversations;

/// <summary>Conversations, the newest first; the next page is asked for with <c>before</c> = the last one's <c>updatedAt</c>.</summary>
internal sealed record ConversationPage(IReadOnlyList<Conversation> Items);
