namespace LocalAi.Hardware.Architecture;

/// <summary>Bytes of a model's weights by class of tensor.</summary>
public sealed record WeightBytes
{
    /// <summary>Input embedding table.</summary>
    public required long Embedding { get; init; }

    /// <summary>Output projection; zero when the embedding table is used.</summary>
    public required long Output { get; init; }

    /// <summary>Attention, dense feed-forward, shared experts, routers.</summary>
    public required long Dense { get; init; }

    /// <summary>Routed experts.</summary>
    public required long Experts { get; init; }

    /// <summary>Vision projector (16 bits a weight); not read while decoding text.</summary>
    public long Projector { get; init; }

    /// <summary>True when decoding reads the embedding table as the output projection.</summary>
    public bool EmbeddingIsOutput { get; init; }

    /// <summary>All bytes: the size of the file or files.</summary>
    public long Total => Embedding + Output + Dense + Experts + Projector;

    /// <summary>Bytes of the transformer blocks.</summary>
    public long Layers => Dense + Experts;

    /// <summary>Bytes of the output projection that each step reads.</summary>
    public long OutputRead => EmbeddingIsOutput ? Embedding : Output;

    /// <summary>The same model scaled to a known file size, each class in proportion.</summary>
    public WeightBytes ScaledTo(long fileBytes)
    {
        var factor = (double)fileBytes / Total;
        return this with
        {
            Embedding = (long)(Embedding * factor),
            Output = (long)(Output * factor),
            Dense = (long)(Dense * factor),
            Experts = (long)(Experts * factor),
            Projector = fileBytes - (long)(Embedding * factor) - (long)(Output * factor) - (long)(Dense * factor) - (long)(Experts * factor),
        };
    }
}
