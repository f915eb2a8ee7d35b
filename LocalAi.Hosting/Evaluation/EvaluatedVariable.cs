namespace LocalAi.Hosting.Evaluation;

/// <summary>An environment variable: as declared, as text, and whether it holds a secret.</summary>
internal sealed record EvaluatedVariable(string Name, object Declared, string Value, bool IsSecret);
