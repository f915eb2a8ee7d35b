namespace LocalAi.AgentApi.Conversations;

/// <summary>A conversation without its messages. The title is empty until the first message gives it one.</summary>
internal sealed record Conversation(Guid Id, string Title, string? Model, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int MessageCount);
