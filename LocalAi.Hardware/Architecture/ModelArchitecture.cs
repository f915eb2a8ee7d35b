namespace LocalAi.Hardware.Architecture;

/// <summary>The shape of a transformer: what its memory and its time per token follow from. Counts, not bytes.</summary>
/// <remarks>Sources: each model's published configuration (config.json), Ollama's <c>/api/show</c> or a GGUF header.</remarks>
public sealed record ModelArchitecture
{
    /// <summary>Ollama's name with the size tag, for example <c>llama3.1:8b</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>Other names of the same model, for example <c>llama3.1</c> for <c>llama3.1:8b</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Published number of parameters, without a vision projector.</summary>
    public required long Parameters { get; init; }

    /// <summary>Published parameters used for one token in a mixture of experts; null for a dense model.</summary>
    public long? ActiveParameters { get; init; }

    /// <summary>Width of the residual stream (embedding length).</summary>
    public required int Hidden { get; init; }

    /// <summary>Transformer blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads (fewer than <see cref="Heads"/> with grouped-query attention).</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Elements of one head's key.</summary>
    public required int HeadDimension { get; init; }

    /// <summary>Width of a dense feed-forward block.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Tokens in the vocabulary.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>True when one matrix is both the input embedding and the output projection.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Longest context the model supports, in tokens.</summary>
    public required int Context { get; init; }

    /// <summary>True for an encoder that returns vectors and generates no text.</summary>
    public bool Embedding { get; init; }

    /// <summary>True when the model's template declares tools.</summary>
    public bool Tools { get; init; }

    /// <summary>True for a feed-forward block of two matrices (BERT) instead of three (gated).</summary>
    public bool PlainFeedForward { get; init; }

    /// <summary>Learned position vectors (BERT); zero with rotary positions.</summary>
    public int Positions { get; init; }

    /// <summary>Parameters of a vision projector that the server loads with the model, at 16 bits each.</summary>
    public long ProjectorParameters { get; init; }

    /// <summary>The quantization Ollama serves under <see cref="Tag"/>.</summary>
    public string DefaultQuantization { get; init; } = "Q4_K_M";

    /// <summary>Sliding-window attention, or null when every layer sees the whole context.</summary>
    public SlidingWindow? Window { get; init; }

    /// <summary>Mixture of experts, or null for a dense model.</summary>
    public ExpertLayout? Experts { get; init; }

    /// <summary>Multi-head latent attention (DeepSeek), or null for ordinary key-value heads.</summary>
    public LatentAttention? Latent { get; init; }

    /// <summary>Layers that hold the whole context in their KV cache.</summary>
    public int GlobalLayers => Window is null ? Layers : Layers / Window.Every;
}
