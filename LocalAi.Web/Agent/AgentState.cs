namespace LocalAi.Web.Agent;

/// <summary>Whether the agent can be used.</summary>
public enum AgentState
{
    /// <summary>Not asked yet.</summary>
    Unknown,

    /// <summary>It takes requests.</summary>
    Ready,

    /// <summary>It runs, but something that it needs does not (its database, usually).</summary>
    NotReady,

    /// <summary>Nothing answers at its address.</summary>
    Unreachable,
}
