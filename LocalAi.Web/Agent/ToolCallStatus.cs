namespace LocalAi.Web.Agent;

/// <summary>Where a tool call is.</summary>
public enum ToolCallStatus
{
    Running,
    Succeeded,
    Failed,
}
