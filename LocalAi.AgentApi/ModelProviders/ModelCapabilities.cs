namespace LocalAi.AgentApi.ModelProviders;

/// <summary>What a model can do, as listed in <see cref="ModelDescription.Capabilities"/>.</summary>
internal static class ModelCapabilities
{
    public const string Chat = "chat";
    public const string Tools = "tools";
    public const string Embedding = "embedding";
    public const string Vision = "vision";
}
