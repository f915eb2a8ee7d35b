using LocalAi.Hardware.Catalogue;

namespace LocalAi.Hardware.Architecture;

/// <summary>
/// A model's shape from GGUF's keys (<c>general.architecture</c>, <c>llama.block_count</c>, …), which a GGUF file has in its header and Ollama returns
/// as <c>model_info</c>. Numbers out of any model's range are refused, because they come from files and servers.
/// </summary>
public sealed class ModelMetadata(IReadOnlyDictionary<string, object> values)
{
    private const long MaximumParameters = 20_000_000_000_000;

    /// <summary>llama.cpp's file types (enum llama_ftype) by number.</summary>
    private static readonly Dictionary<long, string> FileTypes = new()
    {
        [0] = "F32", [1] = "F16", [2] = "Q4_0", [3] = "Q4_1", [7] = "Q8_0", [8] = "Q5_0", [9] = "Q5_1", [10] = "Q2_K", [11] = "Q3_K_S", [12] = "Q3_K_M",
        [13] = "Q3_K_L", [14] = "Q4_K_S", [15] = "Q4_K_M", [16] = "Q5_K_S", [17] = "Q5_K_M", [18] = "Q6_K", [19] = "IQ2_XXS", [20] = "IQ2_XS",
        [21] = "Q2_K_S", [22] = "IQ3_XS", [23] = "IQ3_XXS", [24] = "IQ1_S", [25] = "IQ4_NL", [26] = "IQ3_S", [27] = "IQ3_M", [28] = "IQ2_S",
        [29] = "IQ2_M", [30] = "IQ4_XS", [31] = "IQ1_M", [32] = "BF16", [38] = "MXFP4_MOE",
    };

    /// <summary>Layers between two that see the whole context, where the architecture fixes it and files do not say.</summary>
    private static readonly Dictionary<string, int> WindowPatterns = new() { ["gemma2"] = 2, ["gemma3"] = 6, ["gemma-embedding"] = 6, ["gpt-oss"] = 2, ["gptoss"] = 2, ["cohere2"] = 4 };

    /// <summary>Parameters counted from tensors; used when <c>general.parameter_count</c> is absent.</summary>
    public long Parameters { get; init; }

    /// <summary>Whether the file has an output projection; null when unknown.</summary>
    public bool? HasOutput { get; init; }

    /// <summary>The quantization that <c>general.file_type</c> names, or null.</summary>
    public Quantization? FileType() =>
        values.TryGetValue("general.file_type", out var type) && type is long number && FileTypes.TryGetValue(number, out var name) ? QuantizationCatalogue.Find(name) : null;

    /// <summary>The shape, called <paramref name="tag"/>.</summary>
    /// <exception cref="ModelMetadataException">A needed key is missing or out of range.</exception>
    public ModelArchitecture ToArchitecture(string tag)
    {
        var family = values.TryGetValue("general.architecture", out var text) && text is string { Length: > 0 } name
            ? name
            : throw new ModelMetadataException("general.architecture is missing: this is not a language model.");
        var layers = Required($"{family}.block_count", 1, 1024);
        var hidden = Required($"{family}.embedding_length", 1, 131_072);
        var heads = Required($"{family}.attention.head_count", 1, 1024);
        var keyValueHeads = KeyValueHeads(family, heads);
        var experts = Experts(family);
        var parameters = Optional("general.parameter_count", 1, MaximumParameters) ?? Parameters;
        var model = new ModelArchitecture
        {
            Tag = tag,
            Parameters = parameters,
            Hidden = hidden,
            Layers = layers,
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadDimension = (int)(Optional($"{family}.attention.key_length", 1, 4096) ?? Math.Max(1, hidden / heads)),
            FeedForward = (int)(Optional($"{family}.feed_forward_length", 1, 1 << 20) ?? (experts is null ? 4L * hidden : 1)),
            Vocabulary = 1,
            Context = Required($"{family}.context_length", 1, 1 << 28),
            Embedding = family.Contains("bert", StringComparison.Ordinal) || values.ContainsKey($"{family}.pooling_type"),
            PlainFeedForward = family is "bert" or "jina-bert-v2" or "phi2" or "starcoder2",
            Window = Window(family, layers),
            Experts = experts,
            Latent = Latent(family),
        };
        return WithVocabulary(model, family);
    }

    /// <summary>The vocabulary is what remains of the parameters, when nothing states it.</summary>
    private ModelArchitecture WithVocabulary(ModelArchitecture model, string family)
    {
        var layerParameters = ParameterCount.Of(model with { Vocabulary = 0 }).Total;
        var parameters = model.Parameters > 0 ? model.Parameters : layerParameters;
        var remaining = Math.Max(0, parameters - layerParameters);
        var stated = Optional($"{family}.vocab_size", 1, 1 << 24) ?? Optional("tokenizer.ggml.tokens.length", 1, 1 << 24);
        var tied = HasOutput is { } hasOutput ? !hasOutput : stated is { } size && remaining < 1.5 * size * model.Hidden;
        var vocabulary = stated ?? Math.Clamp(remaining / model.Hidden / (tied ? 1 : 2), 1, 1 << 24);
        return model with { Vocabulary = (int)vocabulary, TiedEmbeddings = tied, Parameters = Math.Max(1, model.Parameters > 0 ? parameters : layerParameters + vocabulary * model.Hidden * (tied ? 1 : 2)) };
    }

    private int KeyValueHeads(string family, int heads)
    {
        var key = $"{family}.attention.head_count_kv";
        return values.TryGetValue(key, out var value) && value is long[] list
            ? (int)Check(key, list.Length > 0 ? list.Max() : 0, 1, 1024)
            : (int)(Optional(key, 1, 1024) ?? heads);
    }

    private ExpertLayout? Experts(string family) => Optional($"{family}.expert_count", 0, 4096) is { } count and > 1
        ? new ExpertLayout
        {
            Count = (int)count,
            Used = Required($"{family}.expert_used_count", 1, count),
            Shared = (int)(Optional($"{family}.expert_shared_count", 0, 64) ?? 0),
            FeedForward = (int)(Optional($"{family}.expert_feed_forward_length", 1, 1 << 20) ?? Required($"{family}.feed_forward_length", 1, 1 << 20)),
            DenseLayers = (int)(Optional($"{family}.leading_dense_block_count", 0, 1024) ?? 0),
        }
        : null;

    private LatentAttention? Latent(string family) => Optional($"{family}.attention.kv_lora_rank", 1, 65_536) is { } rank
        ? new LatentAttention
        {
            KeyValueRank = (int)rank,
            RopeDimension = (int)(Optional($"{family}.rope.dimension_count", 1, 4096) ?? 64),
            QueryRank = (int)(Optional($"{family}.attention.q_lora_rank", 0, 65_536) ?? 0),
        }
        : null;

    private SlidingWindow? Window(string family, int layers)
    {
        // Layers without a KV cache (state space, linear attention) hold a state of constant size: a window of no tokens.
        if (Optional($"{family}.full_attention_interval", 1, 1024) is { } interval and > 1)
        {
            return new SlidingWindow(0, (int)interval);
        }

        if (values.TryGetValue($"{family}.attention.head_count_kv", out var value) && value is long[] list && list.Count(heads => heads == 0) is var without and > 0 && without < list.Length)
        {
            return new SlidingWindow(0, Math.Max(1, list.Length / (list.Length - without)));
        }

        if (Optional($"{family}.attention.sliding_window", 0, 1 << 28) is not ({ } tokens and > 0))
        {
            return null;
        }

        var key = $"{family}.attention.sliding_window_pattern";
        var every = values.TryGetValue(key, out var pattern) && pattern is long[] flags
            ? flags.Length / Math.Max(1, flags.Count(windowed => windowed == 0))
            : (int)(Optional(key, 1, 1024) ?? WindowPatterns.GetValueOrDefault(family));
        return every > 1 ? new SlidingWindow((int)tokens, Math.Min(every, layers)) : null;
    }

    private int Required(string key, long minimum, long maximum) =>
        (int)(Optional(key, minimum, maximum) ?? throw new ModelMetadataException($"{key} is missing, which every model has."));

    private long? Optional(string key, long minimum, long maximum)
    {
        if (!values.TryGetValue(key, out var value))
        {
            return null;
        }

        return value switch
        {
            long number => Check(key, number, minimum, maximum),
            long[] { Length: > 0 } list => Check(key, list.Max(), minimum, maximum),
            double number when number == Math.Truncate(number) && Math.Abs(number) < 1e15 => Check(key, (long)number, minimum, maximum),
            bool or string or double or long[] => throw new ModelMetadataException($"{key} is not a whole number."),
            _ => null,
        };
    }

    private static long Check(string key, long value, long minimum, long maximum) => value >= minimum && value <= maximum
        ? value
        : throw new ModelMetadataException($"{key} is {value}; {minimum} to {maximum} is possible.");
}
