namespace LocalAi.Hardware.Architecture;

/// <summary>
/// Multi-head latent attention: the cache holds one compressed vector (<see cref="KeyValueRank"/>) and one rotary key
/// (<see cref="RopeDimension"/>) for a token and layer, whatever the number of heads. Source: DeepSeek-V2, arXiv 2405.04434, section 2.1.
/// </summary>
public sealed record LatentAttention
{
    /// <summary>Elements of the compressed key-value vector.</summary>
    public required int KeyValueRank { get; init; }

    /// <summary>Elements of the rotary part of a key.</summary>
    public required int RopeDimension { get; init; }

    /// <summary>Rank of the compressed query; zero when queries are not compressed.</summary>
    public int QueryRank { get; init; }

    /// <summary>Elements of the non-rotary part of a head's key.</summary>
    public int NopeDimension { get; init; } = 128;

    /// <summary>Elements of a head's value.</summary>
    public int ValueDimension { get; init; } = 128;
}
