namespace LocalAi.AgentApi.Conversations;

/// <summary>A stored question and the reserved place of its answer.</summary>
internal sealed record Question(Guid ConversationId, Guid UserMessageId, Guid AssistantMessageId, long Position);
