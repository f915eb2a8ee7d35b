namespace CommunityToolkit.Aspire.Hosting.Ollama;

internal static class OllamaContainerImageTags
{
    public const string Registry = "docker.io";
    public const string Image = "ollama/ollama";
    public const string Tag = "0.13.0";
}
