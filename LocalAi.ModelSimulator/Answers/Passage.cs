namespace LocalAi.ModelSimulator.Answers;

/// <summary>A sentence that may be quoted, and where it comes from, in words for the reader.</summary>
internal sealed record Passage(string Text, string Source, PassageKind Kind);
