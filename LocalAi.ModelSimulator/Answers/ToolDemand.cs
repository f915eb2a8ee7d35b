namespace LocalAi.ModelSimulator.Answers;

/// <summary>OpenAI's <c>tool_choice</c>: no tool, as needed, some tool, or this tool.</summary>
internal sealed record ToolDemand(bool IsNone = false, bool IsRequired = false, string? Name = null)
{
    public static ToolDemand Auto { get; } = new();
}
