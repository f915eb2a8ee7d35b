using LocalAi.Hardware.Architecture;

namespace LocalAi.ModelSimulator.Library;

/// <summary>A model's shape as the metadata of its GGUF file, which <c>/api/show</c> returns as <c>model_info</c>.</summary>
internal static class GgufKeys
{
    // Which of llama.cpp's architectures a family of tags is; the longest matching beginning counts.
    private static readonly (string Tag, string Dense, string Mixture)[] Families =
    [
        ("qwen2.5", "qwen2", "qwen2moe"), ("qwq", "qwen2", "qwen2moe"), ("qwen3", "qwen3", "qwen3moe"), ("gemma2", "gemma2", "gemma2"),
        ("gemma3", "gemma3", "gemma3"), ("embeddinggemma", "gemma-embedding", "gemma-embedding"), ("deepseek-r1:671b", "deepseek2", "deepseek2"),
        ("deepseek-v2", "deepseek2", "deepseek2"), ("deepseek-r1:8b", "llama", "llama"), ("deepseek-r1:70b", "llama", "llama"),
        ("deepseek-r1", "qwen2", "qwen2moe"), ("phi", "phi3", "phimoe"), ("gpt-oss", "gptoss", "gptoss"), ("command-r", "command-r", "command-r"),
        ("granite", "granite", "granitemoe"), ("olmo2", "olmo2", "olmoe"), ("nomic-embed-text", "nomic-bert", "nomic-bert"),
        ("mxbai-embed", "bert", "bert"), ("all-minilm", "bert", "bert"), ("bge-m3", "bert", "bert"), ("snowflake-arctic-embed", "bert", "bert"),
    ];

    // llama.cpp's enum llama_ftype.
    private static readonly Dictionary<string, int> FileTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["F32"] = 0, ["F16"] = 1, ["Q4_0"] = 2, ["Q4_1"] = 3, ["Q8_0"] = 7, ["Q5_0"] = 8, ["Q5_1"] = 9, ["Q2_K"] = 10, ["Q3_K_S"] = 11,
        ["Q3_K_M"] = 12, ["Q3_K_L"] = 13, ["Q4_K_S"] = 14, ["Q4_K_M"] = 15, ["Q5_K_S"] = 16, ["Q5_K_M"] = 17, ["Q6_K"] = 18, ["IQ2_XXS"] = 19,
        ["IQ2_XS"] = 20, ["Q2_K_S"] = 21, ["IQ3_XS"] = 22, ["IQ3_XXS"] = 23, ["IQ1_S"] = 24, ["IQ4_NL"] = 25, ["IQ3_S"] = 26, ["IQ3_M"] = 27,
        ["IQ2_S"] = 28, ["IQ2_M"] = 29, ["IQ4_XS"] = 30, ["IQ1_M"] = 31, ["BF16"] = 32, ["MXFP4"] = 38, ["MXFP4_MOE"] = 38,
    };

    public static string FamilyOf(ModelArchitecture shape)
    {
        var family = Families
            .Where(known => shape.Tag.StartsWith(known.Tag, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(known => known.Tag.Length)
            .FirstOrDefault(("", "llama", "llama"));
        return shape.Experts is null ? family.Item2 : family.Item3;
    }

    public static IReadOnlyDictionary<string, object> Of(ModelArchitecture shape, Quantization quantization, string family)
    {
        var keys = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["general.architecture"] = family,
            ["general.file_type"] = FileTypes[quantization.Name],
            ["general.parameter_count"] = shape.Parameters,
            ["general.quantization_version"] = 2,
            [family + ".attention.head_count"] = shape.Heads,
            [family + ".attention.head_count_kv"] = shape.KeyValueHeads,
            [family + ".attention.key_length"] = shape.HeadDimension,
            [family + ".attention.value_length"] = shape.HeadDimension,
            [family + ".block_count"] = shape.Layers,
            [family + ".context_length"] = shape.Context,
            [family + ".embedding_length"] = shape.Hidden,
            [family + ".feed_forward_length"] = shape.FeedForward,
            [family + ".vocab_size"] = shape.Vocabulary,
            ["tokenizer.ggml.model"] = "none",
        };
        if (shape.Window is { } window)
        {
            keys[family + ".attention.sliding_window"] = window.Tokens;
            keys[family + ".attention.sliding_window_pattern"] = window.Every;
        }

        if (shape.Experts is { } experts)
        {
            keys[family + ".expert_count"] = experts.Count;
            keys[family + ".expert_used_count"] = experts.Used;
            keys[family + ".expert_shared_count"] = experts.Shared;
            keys[family + ".expert_feed_forward_length"] = experts.FeedForward;
            keys[family + ".leading_dense_block_count"] = experts.DenseLayers;
        }

        if (shape.Latent is { } latent)
        {
            keys[family + ".attention.kv_lora_rank"] = latent.KeyValueRank;
            keys[family + ".attention.q_lora_rank"] = latent.QueryRank;
            keys[family + ".rope.dimension_count"] = latent.RopeDimension;
        }

        if (shape.Embedding)
        {
            keys[family + ".pooling_type"] = 1;
        }

        return keys;
    }
}
