namespace LocalAi.ModelSimulator.Embeddings;

/// <summary>Vectors of length 1 in the order of their texts, and what they took.</summary>
internal sealed record Embedded(IReadOnlyList<float[]> Vectors, int Tokens, TimeSpan Total, TimeSpan Load);
