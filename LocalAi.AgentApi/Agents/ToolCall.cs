namespace LocalAi.AgentApi.Agents;

/// <summary>One call of a tool by the model, as the user sees it.</summary>
/// <param name="Id">The same while it runs and when it has ended.</param>
/// <param name="Name">The tool, <c>plugin_function</c>.</param>
/// <param name="Arguments">JSON text.</param>
/// <param name="Status"><c>running</c>, <c>succeeded</c>, <c>failed</c>, or <c>refused</c>: text from outside asked for it, not the user.</param>
/// <param name="DurationSeconds">0 while it runs.</param>
/// <param name="ResultPreview">The beginning of the result or the error; empty while it runs.</param>
/// <param name="Untrusted">The result is other people's words.</param>
internal sealed record ToolCall(string Id, string Name, string Arguments, string Status, double DurationSeconds, string ResultPreview, bool Untrusted = false)
{
    public const string Running = "running";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Refused = "refused";
}
