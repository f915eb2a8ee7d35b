using LocalAi.AgentApi.Agents;

namespace LocalAi.AgentApi.Conversations;

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Model">Which model answered; for a question, which one was asked.</param>
/// <param name="Sources">What the tools of the turn found, by number.</param>
/// <param name="Notes">What the user should know about how the answer came about.</param>
/// <param name="Status"><c>complete</c>, <c>stopped</c> by the user, or <c>failed</c>: then <paramref name="Error"/> says why.</param>
internal sealed record Message(
    Guid Id,
    string Role,
    string Content,
    string? Model,
    DateTimeOffset CreatedAt,
    string Status,
    string? Error,
    IReadOnlyList<ToolCall> ToolCalls,
    Usage? Usage,
    IReadOnlyList<Source>? Sources = null,
    IReadOnlyList<string>? Notes = null)
{
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Complete = "complete";
    public const string Stopped = "stopped";
    public const string Failed = "failed";
}
