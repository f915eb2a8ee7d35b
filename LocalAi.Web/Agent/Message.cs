namespace LocalAi.Web.Agent;

/// <summary>A question or an answer. Only answers have tool calls, usage and an error.</summary>
public sealed record Message(
    Guid Id,
    MessageRole Role,
    string Content,
    string? Model,
    DateTimeOffset CreatedAt,
    MessageStatus Status,
    string? Error = null,
    IReadOnlyList<ToolCall>? ToolCalls = null,
    Usage? Usage = null,
    IReadOnlyList<Source>? Sources = null,
    IReadOnlyList<string>? Notes = null);
