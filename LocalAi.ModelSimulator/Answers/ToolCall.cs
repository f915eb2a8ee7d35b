namespace LocalAi.ModelSimulator.Answers;

/// <summary>A tool that is asked for; <see cref="Arguments"/> is the text of a JSON object.</summary>
internal sealed record ToolCall(string Id, string Name, string Arguments);
