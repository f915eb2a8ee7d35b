namespace LocalAi.Hardware.Architecture;

/// <summary>Experts of each mixture layer: how many exist, how many a token uses, and the width of one.</summary>
public sealed record ExpertLayout
{
    /// <summary>Experts in a layer.</summary>
    public required int Count { get; init; }

    /// <summary>Experts that one token is routed to.</summary>
    public required int Used { get; init; }

    /// <summary>Experts that every token uses.</summary>
    public int Shared { get; init; }

    /// <summary>Width of one expert's feed-forward block.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Leading layers with an ordinary feed-forward block.</summary>
    public int DenseLayers { get; init; }

    /// <summary>
    /// Distinct experts expected to be read when <paramref name="tokens"/> tokens are decoded in one step:
    /// count × (1 − (1 − used/count)^tokens), for routing without correlation.
    /// </summary>
    public double DistinctUsed(int tokens) => Count * (1 - Math.Pow(1 - (double)Used / Count, tokens));
}
