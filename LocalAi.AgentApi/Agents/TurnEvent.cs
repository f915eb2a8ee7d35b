namespace LocalAi.AgentApi.Agents;

/// <summary>What happens during an agent's turn.</summary>
internal abstract record TurnEvent
{
    /// <summary>A piece of the answer.</summary>
    internal sealed record Token(string Text) : TurnEvent;

    /// <summary>A tool began or ended.</summary>
    internal sealed record Tool(ToolCall Call) : TurnEvent;

    /// <summary>A tool found something that the answer may cite.</summary>
    internal sealed record Found(Source Source) : TurnEvent;

    /// <summary>Something that the user should know about how the answer comes about.</summary>
    internal sealed record Noted(string Text) : TurnEvent;

    /// <summary>The answer is complete; what it took.</summary>
    internal sealed record Finished(Usage Usage) : TurnEvent;
}
