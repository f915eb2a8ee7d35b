namespace LocalAi.AgentApi.ModelManagement;

/// <summary>Where models and adapters are, section <c>ModelManagement</c>.</summary>
internal sealed class ModelManagementOptions
{
    public const string SectionName = "ModelManagement";

    /// <summary>
    /// The directory on this machine in which Ollama keeps models, for the check of free space before a download. Default: <c>OLLAMA_MODELS</c>, else
    /// <c>~/.ollama/models</c>. Not used when the model server is on another machine.
    /// </summary>
    public string? ModelsDirectory { get; set; }

    /// <summary>The only directory from which a Modelfile may take GGUF files and adapters. Default: <c>~/.localai/adapters</c>.</summary>
    public string? AdapterDirectory { get; set; }

    public string ModelsPath => Path.GetFullPath(NonBlank(ModelsDirectory) ?? NonBlank(Environment.GetEnvironmentVariable("OLLAMA_MODELS")) ?? Home(".ollama", "models"));

    public string AdapterPath => Path.GetFullPath(NonBlank(AdapterDirectory) ?? Home(".localai", "adapters"));

    private static string Home(params string[] parts) => Path.Combine([Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), .. parts]);

    private static string? NonBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
