namespace LocalAi.Web.Agent;

/// <summary>A conversation with its messages, oldest first.</summary>
public sealed record ConversationDetail(
    Guid Id, string? Title, string? Model, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int MessageCount, IReadOnlyList<Message> Messages,
    IReadOnlyList<string>? Tools = null, IReadOnlyList<string>? Collections = null);
