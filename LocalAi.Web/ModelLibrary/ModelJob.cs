using LocalAi.Web.Agent;

namespace LocalAi.Web.ModelLibrary;

/// <summary>A download, or the making of a model, as it stands; it belongs to the process, so every page sees it.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Status">What the server says it does.</param>
/// <param name="CompletedBytes">Bytes of the current file; zero where there is none.</param>
/// <param name="TotalBytes">Its size.</param>
/// <param name="State">How far it is.</param>
/// <param name="Problem">Why it failed.</param>
public sealed record ModelJob(string Model, string Status, long CompletedBytes, long TotalBytes, ModelJobState State, AgentProblem? Problem = null)
{
    /// <summary>From 0 to 100; null where the server says no size.</summary>
    public double? Percent => TotalBytes > 0 ? Math.Clamp(100.0 * CompletedBytes / TotalBytes, 0, 100) : null;
}

/// <summary>How far a job is.</summary>
public enum ModelJobState
{
    Running,
    Done,
    Cancelled,
    Failed,
}
