namespace LocalAi.Web.Agent;

/// <summary>Where a tool call is.</summary>
public enum ToolCallStatus
{
    Running,
    Succeeded,
    Failed,

    /// <summary>Not run: text from outside asked for it, not the user.</summary>
    Refused,
}
