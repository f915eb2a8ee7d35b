namespace LocalAi.Web.Agent;

/// <summary>One event of an answer's stream.</summary>
internal abstract record ChatEvent
{
    /// <summary>First: the question is stored.</summary>
    internal sealed record Accepted(Guid UserMessageId, Guid AssistantMessageId) : ChatEvent;

    /// <summary>More of the answer's text.</summary>
    internal sealed record Token(string Text) : ChatEvent;

    /// <summary>A tool call began or ended.</summary>
    internal sealed record Tool(ToolCall Call) : ChatEvent;

    /// <summary>A tool found something that the answer may cite.</summary>
    internal sealed record Found(Source Source) : ChatEvent;

    /// <summary>Something to know about how the answer comes about.</summary>
    internal sealed record Noted(string Text) : ChatEvent;

    /// <summary>Tokens and timings of the answer.</summary>
    internal sealed record Measured(Usage Usage) : ChatEvent;

    /// <summary>The answer failed.</summary>
    internal sealed record Failed(AgentProblem Problem) : ChatEvent;

    /// <summary>Last: the answer as stored.</summary>
    internal sealed record Done(Message Message) : ChatEvent;
}
