using LocalAi.Web.Agent;

namespace LocalAi.Web.Chat;

/// <summary>A turn at one moment. <paramref name="Version"/> grows with every change.</summary>
public sealed record ChatTurnSnapshot(
    long Version,
    ChatTurnState State,
    Guid? UserMessageId,
    Guid? AssistantMessageId,
    string Text,
    IReadOnlyList<ToolCall> ToolCalls,
    Usage? Usage,
    AgentProblem? Problem,
    Message? Answer,
    IReadOnlyList<Source> Sources,
    IReadOnlyList<string> Notes);
