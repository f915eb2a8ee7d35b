namespace LocalAi.Hardware.Architecture;

/// <summary>How keys and values are stored. Bytes an element: f16 2, q8_0 34/32, q4_0 18/32 (blocks of 32 with a 16-bit scale).</summary>
public sealed record KvCacheType(string Name, double BytesPerElement)
{
    /// <summary>16-bit floats, the default.</summary>
    public static readonly KvCacheType F16 = new("f16", 2);

    /// <summary>8 bits and a scale for each 32 elements.</summary>
    public static readonly KvCacheType Q8 = new("q8_0", 34.0 / 32);

    /// <summary>4 bits and a scale for each 32 elements.</summary>
    public static readonly KvCacheType Q4 = new("q4_0", 18.0 / 32);

    /// <summary>All types, largest first.</summary>
    public static readonly IReadOnlyList<KvCacheType> All = [F16, Q8, Q4];

    /// <summary>The type called <paramref name="name"/> in any case, or null.</summary>
    public static KvCacheType? Find(string name) => All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Bytes for <paramref name="sequences"/> sequences of <paramref name="tokens"/> tokens:
    /// Σ over layers of 2 × kv heads × head dimension × min(tokens, window) × sequences × bytes an element;
    /// with latent attention (rank + rotary dimension) instead of 2 × heads × dimension.
    /// </summary>
    public long Bytes(ModelArchitecture model, long tokens, int sequences)
    {
        if (model.Embedding)
        {
            return 0;
        }

        var elements = model.Latent is { } latent
            ? latent.KeyValueRank + latent.RopeDimension
            : 2.0 * model.KeyValueHeads * model.HeadDimension;
        var windowed = model.Window is { } window ? Math.Min(tokens, window.Tokens) : tokens;
        var tokensOverLayers = (double)model.GlobalLayers * tokens + (double)(model.Layers - model.GlobalLayers) * windowed;
        return (long)Math.Ceiling(elements * tokensOverLayers * sequences * BytesPerElement);
    }
}
