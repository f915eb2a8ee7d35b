namespace LocalAi.AppHost.Configuration;

/// <summary>Which models the stack uses: Ollama tags such as <c>qwen3:4b</c>, or <c>auto</c>.</summary>
internal sealed class ModelOptions
{
    public const string Auto = "auto";

    /// <summary>The chat model when nothing on the machine decides: small enough for 8 GB of memory, and it calls tools.</summary>
    public const string DefaultChat = "qwen3:4b";

    public const string DefaultEmbedding = "nomic-embed-text";

    public string Chat { get; set; } = Auto;

    public string Embedding { get; set; } = Auto;
}
