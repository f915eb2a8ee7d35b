using System.Text.Json.Serialization;

namespace LocalAi.Web.Agent;

/// <summary>What went wrong, in the agent's words (problem+json). <paramref name="Status"/> is 0 when the agent did not answer at all.</summary>
public sealed record AgentProblem(string? Type, string? Title, int Status, string? Detail, IReadOnlyDictionary<string, string[]>? Errors = null)
{
    /// <summary>Nothing answers at the agent's address.</summary>
    public static AgentProblem Unreachable { get; } = new(
        null, "The agent is not answering", 0, "It may be starting or restarting. LocalAi keeps trying and goes on by itself.");

    /// <summary>The stream of an answer ended before its end.</summary>
    public static AgentProblem Interrupted { get; } = new(
        null, "The answer broke off", 0, "The connection to the agent was lost in mid-answer. What had arrived is kept.");

    /// <summary>Whether the agent could not be spoken to, as opposed to having refused.</summary>
    [JsonIgnore]
    public bool IsUnavailable => Status is 0 or 502 or 503 or 504;

    /// <summary>One line for the heading of an alert.</summary>
    [JsonIgnore]
    public string Heading => string.IsNullOrWhiteSpace(Title) ? "The agent refused the request" : Title;

    /// <summary>Heading and explanation in one line.</summary>
    public override string ToString() => string.Join(' ', [Heading + ".", .. Explanation]);

    /// <summary>The explanation: the detail and every field that was at fault.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Explanation =>
        [.. new[] { Detail }.Concat(Errors?.SelectMany(error => error.Value.Select(text => $"{error.Key}: {text}")) ?? []).OfType<string>()];
}
