namespace LocalAi.ModelSimulator.Library;

/// <summary>The two models that are always there: one answers, one embeds.</summary>
internal static class BuiltInModels
{
    public const string Chat = ModelName.Namespace + "/extractive:latest";
    public const string Embedding = ModelName.Namespace + "/hashed-ngrams:latest";

    private const int ContextTokens = 8192;
    private const int Dimensions = 768;

    public static SimulatedModel Extractive { get; } = new()
    {
        Name = Chat,
        Origin = Chat,
        Description = "Answers with the sentences of the conversation that match the question best. No weights, no reasoning.",
        Capabilities = ["completion", "tools"],
        ContextLength = ContextTokens,
        EmbeddingLength = 0,
        Family = "extractive",
        Info = Information("extractive", 0),
    };

    public static SimulatedModel HashedNgrams { get; } = new()
    {
        Name = Embedding,
        Origin = Embedding,
        Description = "Embeds text as hashed word and character n-grams: similar words give similar vectors. No weights.",
        Capabilities = ["embedding"],
        ContextLength = ContextTokens,
        EmbeddingLength = Dimensions,
        Family = "hashed-ngrams",
        Info = Information("hashed-ngrams", Dimensions),
    };

    private static SortedDictionary<string, object> Information(string architecture, int embeddingLength) => new(StringComparer.Ordinal)
    {
        ["general.architecture"] = architecture,
        ["general.file_type"] = 0,
        ["general.parameter_count"] = 0L,
        ["general.quantization_version"] = 2,
        [architecture + ".block_count"] = 0,
        [architecture + ".context_length"] = ContextTokens,
        [architecture + ".embedding_length"] = embeddingLength,
        ["tokenizer.ggml.model"] = "none",
    };
}
