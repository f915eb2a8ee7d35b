namespace LocalAi.Hardware.Gguf;

/// <summary>What a GGUF file says about itself, without its weights.</summary>
public sealed record GgufHeader
{
    /// <summary>Format version, 1 to 3.</summary>
    public required uint Version { get; init; }

    /// <summary>
    /// Metadata by key: <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, or <c>long[]</c> for short arrays of integers
    /// or booleans. Other arrays (tokens, merges) are kept as their length under the key with <c>.length</c> appended.
    /// </summary>
    public required IReadOnlyDictionary<string, object> Metadata { get; init; }

    /// <summary>Weights in all tensors.</summary>
    public required long Parameters { get; init; }

    /// <summary>True when the file has an output projection of its own.</summary>
    public required bool HasOutput { get; init; }
}
