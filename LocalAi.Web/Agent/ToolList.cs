namespace LocalAi.Web.Agent;

/// <summary>The tools that the agent has now.</summary>
public sealed record ToolList(IReadOnlyList<ToolInfo> Items);
