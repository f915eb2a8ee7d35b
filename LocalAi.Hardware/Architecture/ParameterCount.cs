namespace LocalAi.Hardware.Architecture;

/// <summary>
/// Parameters derived from a shape, by the class of tensor they are in, because each class is quantized and read differently.
/// Norms and biases (below 0.1 % of a model) are left out.
/// </summary>
public sealed record ParameterCount
{
    /// <summary>The input embedding table. A token reads one row of it.</summary>
    public required long Embedding { get; init; }

    /// <summary>The output projection; zero when it is the embedding table.</summary>
    public required long Output { get; init; }

    /// <summary>Attention, dense feed-forward, routers and shared experts of all layers.</summary>
    public required long Dense { get; init; }

    /// <summary>The routed experts of all layers.</summary>
    public required long Experts { get; init; }

    /// <summary>The part of <see cref="Dense"/> in matrices whose rows are not <see cref="ModelArchitecture.Hidden"/> wide (feed-forward down projections).</summary>
    public required long DownProjections { get; init; }

    /// <summary>All parameters of the text model.</summary>
    public long Total => Embedding + Output + Dense + Experts;

    /// <summary>Parameters multiplied for one token, without the input embedding table unless it is also the output.</summary>
    public long Active(ExpertLayout? experts) =>
        (Output > 0 ? Output : Embedding) + Dense + (experts is null ? 0 : (long)((double)Experts * experts.Used / experts.Count));

    /// <summary>Counts the parameters of <paramref name="model"/> from its shape.</summary>
    public static ParameterCount Of(ModelArchitecture model)
    {
        long hidden = model.Hidden, layers = model.Layers;
        var attention = Attention(model);
        var oneDown = hidden * model.FeedForward;
        var dense = (model.PlainFeedForward ? 2L : 3L) * oneDown;
        var embedding = model.Vocabulary * hidden + model.Positions * hidden;
        var output = model.TiedEmbeddings ? 0 : model.Vocabulary * hidden;
        if (model.Experts is not { } experts)
        {
            return new ParameterCount { Embedding = embedding, Output = output, Dense = layers * (attention + dense), Experts = 0, DownProjections = layers * oneDown };
        }

        var one = 3L * hidden * experts.FeedForward;
        var mixtureLayers = layers - experts.DenseLayers;
        return new ParameterCount
        {
            Embedding = embedding,
            Output = output,
            Dense = layers * attention + experts.DenseLayers * dense + mixtureLayers * (one * experts.Shared + hidden * experts.Count),
            Experts = mixtureLayers * one * experts.Count,
            DownProjections = experts.DenseLayers * oneDown,
        };
    }

    private static long Attention(ModelArchitecture model)
    {
        long hidden = model.Hidden, heads = model.Heads;
        if (model.Latent is not { } latent)
        {
            return 2 * hidden * heads * model.HeadDimension + 2 * hidden * model.KeyValueHeads * model.HeadDimension;
        }

        long keyDimension = latent.NopeDimension + latent.RopeDimension;
        var query = latent.QueryRank > 0
            ? hidden * latent.QueryRank + latent.QueryRank * heads * keyDimension
            : hidden * heads * keyDimension;
        var keyValue = hidden * (latent.KeyValueRank + latent.RopeDimension)
            + (long)latent.KeyValueRank * heads * (latent.NopeDimension + latent.ValueDimension);
        return query + keyValue + heads * latent.ValueDimension * hidden;
    }
}
