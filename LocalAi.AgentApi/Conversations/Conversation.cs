namespace LocalAi.AgentApi.Conversations;

/// <summary>A conversation without its messages. The title is empty until the first message gives it one.</summary>
/// <param name="Tools">Names of the tools that it may use; null for all.</param>
/// <param name="Collections">Names of the knowledge collections that it may search; null for all.</param>
internal sealed record Conversation(
    Guid Id,
    string Title,
    string? Model,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int MessageCount,
    IReadOnlyList<string>? Tools = null,
    IReadOnlyList<string>? Collections = null);
