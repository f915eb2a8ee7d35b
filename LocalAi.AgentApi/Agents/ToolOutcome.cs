namespace LocalAi.AgentApi.Agents;

/// <summary>How a call ended.</summary>
/// <param name="Status">Of <see cref="ToolCall"/>.</param>
/// <param name="Text">The result, or what went wrong.</param>
internal sealed record ToolOutcome(string Status, string Text)
{
    public static ToolOutcome Failed(string text) => new(ToolCall.Failed, text);
}
