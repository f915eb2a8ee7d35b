namespace LocalAi.Dashboard.Models;

/// <summary>A sentence about something that makes a model slower or worse than it could be.</summary>
/// <param name="IsWarning">False for what is only good to know.</param>
/// <param name="Text">What is wrong, in numbers.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ModelFinding(bool IsWarning, string Text, string Remedy);
