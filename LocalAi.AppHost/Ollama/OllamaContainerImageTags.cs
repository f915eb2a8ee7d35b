namespace LocalAi.AppHost.Ollama;

/// <summary>The pinned image of the model server.</summary>
internal static class OllamaContainerImageTags
{
    public const string Image = "docker.io/ollama/ollama";
    public const string Tag = "0.32.15";
}
