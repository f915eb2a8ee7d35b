namespace LocalAi.Web.Agent;

/// <summary>The agent refused a request or could not be reached; <see cref="Problem"/> says which and why.</summary>
public sealed class AgentException(AgentProblem problem, Exception? inner = null) : Exception(problem.Heading, inner)
{
    /// <summary>What to tell the user.</summary>
    public AgentProblem Problem { get; } = problem;
}
