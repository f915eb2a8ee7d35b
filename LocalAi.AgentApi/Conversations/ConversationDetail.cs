namespace LocalAi.AgentApi.Conversations;

/// <summary>A conversation with its messages, oldest first.</summary>
internal sealed record ConversationDetail(
    Guid Id,
    string Title,
    string? Model,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int MessageCount,
    IReadOnlyList<string>? Tools,
    IReadOnlyList<string>? Collections,
    IReadOnlyList<Message> Messages);
