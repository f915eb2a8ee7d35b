namespace LocalAi.ModelSimulator.Answers;

/// <summary>One message of a conversation. <see cref="Role"/> is system, user, assistant or tool.</summary>
internal sealed record ChatTurn(string Role, string Content)
{
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>On a tool's result: which tool.</summary>
    public string? ToolName { get; init; }

    public int Images { get; init; }
}
