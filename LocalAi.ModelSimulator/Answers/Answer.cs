namespace LocalAi.ModelSimulator.Answers;

/// <summary>What a request is answered with: text, or tools to call first.</summary>
internal sealed record Answer(string Text, IReadOnlyList<ToolCall> ToolCalls)
{
    public Answer(string text)
        : this(text, [])
    {
    }
}
