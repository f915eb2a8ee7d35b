namespace LocalAi.Hardware.Architecture;

/// <summary>
/// One of llama.cpp's ways to store weights. <see cref="FileBits"/> is the measured size of a whole Llama-3.1-8B file in bits a weight
/// (llama.cpp, tools/quantize/README.md); the others are the tensor types llama.cpp chooses for the two vocabulary matrices and for rows it cannot
/// block. The bits of the layers follow from these, so that models with another vocabulary come out right.
/// </summary>
public sealed record Quantization
{
    // Llama-3.1-8B: 128,256 × 4,096 in each vocabulary matrix, and 32 layers of 41.9 M attention and 176.2 M feed-forward weights.
    private const double ReferenceVocabularyMatrix = 525_336_576;
    private const double ReferenceLayers = 6_979_321_856;

    /// <summary>K- and i-quants pack 256 weights of a row; other row lengths fall back to a 32-wide type.</summary>
    private const int SuperBlock = 256;

    /// <summary>The output projection falls back to Q8_0.</summary>
    private const double FallbackOutputBits = 8.5;

    /// <summary>llama.cpp's name, for example <c>Q4_K_M</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Bits a weight over a whole Llama-3.1-8B file.</summary>
    public required double FileBits { get; init; }

    /// <summary>Bits a weight of an input embedding that is not also the output.</summary>
    public required double EmbeddingBits { get; init; }

    /// <summary>Bits a weight of the output projection.</summary>
    public required double OutputBits { get; init; }

    /// <summary>Bits a weight of the type used for rows that are not a multiple of 256 wide.</summary>
    public required double FallbackBits { get; init; }

    /// <summary>Bits a weight outside the experts, where they are stored differently (MXFP4 keeps them at 16); null where not.</summary>
    public double? AttentionBits { get; init; }

    /// <summary>True when several weights share a byte, so that inference has to unpack them.</summary>
    public bool IsPacked => FileBits < 8;

    /// <summary>Bits a weight in the layers: the file's bits less the two vocabulary matrices.</summary>
    public double LayerBits => AttentionBits is not null
        ? FileBits
        : (FileBits * (ReferenceLayers + 2 * ReferenceVocabularyMatrix) - ReferenceVocabularyMatrix * (EmbeddingBits + OutputBits)) / ReferenceLayers;

    /// <summary>Size of <paramref name="model"/>'s tensors in this quantization, by class of tensor.</summary>
    public WeightBytes BytesOf(ModelArchitecture model)
    {
        var count = ParameterCount.Of(model);
        // The published number is exact; the count misses norms, biases and rounding. Put the difference into the layers.
        var dense = Math.Max(0, count.Dense + (model.Parameters - count.Total));
        var blockable = model.Hidden % SuperBlock == 0;
        var rowBits = blockable || AttentionBits is not null ? LayerBits : Math.Max(LayerBits, FallbackBits);
        var denseBits = count.Experts > 0 ? AttentionBits ?? rowBits : rowBits;
        var vocabularyBits = blockable || !IsPacked ? OutputBits : Math.Max(OutputBits, FallbackOutputBits);
        var down = Math.Min(count.DownProjections, dense);
        var denseBytes = ((dense - down) * denseBits + down * (count.Experts > 0 ? denseBits : LayerBits)) / 8;
        return new WeightBytes
        {
            Embedding = (long)(count.Embedding * (model.TiedEmbeddings ? vocabularyBits : EmbeddingBits) / 8),
            Output = (long)(count.Output * vocabularyBits / 8),
            Dense = (long)denseBytes,
            Experts = (long)(count.Experts * rowBits / 8),
            Projector = model.ProjectorParameters * 2,
            EmbeddingIsOutput = model.TiedEmbeddings,
        };
    }
}
