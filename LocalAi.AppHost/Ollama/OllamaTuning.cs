namespace LocalAi.AppHost.Ollama;

/// <summary>
/// How LocalAi runs Ollama: efficient attention, a compressed KV cache, a context that holds a conversation, two models (chat and
/// embedding) side by side, and nothing sent to Ollama's cloud.
/// </summary>
internal static class OllamaTuning
{
    private static readonly KeyValuePair<string, string>[] Environment =
    [
        new("OLLAMA_FLASH_ATTENTION", "1"),
        new("OLLAMA_KV_CACHE_TYPE", "q8_0"),
        new("OLLAMA_CONTEXT_LENGTH", "8192"),
        new("OLLAMA_MAX_LOADED_MODELS", "2"),
        new("OLLAMA_NO_CLOUD", "1"),
    ];

    public static IResourceBuilder<T> WithOllamaTuning<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment
    {
        foreach (var (name, value) in Environment)
        {
            builder.WithEnvironment(name, value);
        }

        return builder;
    }
}
