namespace LocalAi.Hosting.Evaluation;

/// <summary>A command-line argument: as declared, as text, and whether it holds a secret.</summary>
internal sealed record EvaluatedArgument(object Declared, string Value, bool IsSecret);
