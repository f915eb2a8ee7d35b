namespace LocalAi.Cli.Backups;

/// <summary>The names of Ollama's models, told by where their manifests are: <c>manifests/HOST/NAMESPACE/MODEL/TAG</c>.</summary>
internal static class OllamaModels
{
    private const string Library = "registry.ollama.ai/library/";
    private const string Registry = "registry.ollama.ai/";

    /// <summary>The models in Ollama's folder on this machine.</summary>
    public static IReadOnlyList<string> OnThisMachine()
    {
        var folder = Environment.GetEnvironmentVariable("OLLAMA_MODELS") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ollama", "models");
        var manifests = Path.Combine(folder, "manifests");
        return Directory.Exists(manifests)
            ? Names(Directory.EnumerateFiles(manifests, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(manifests, file).Replace('\\', '/')))
            : [];
    }

    /// <param name="manifests">Paths below <c>manifests</c>.</param>
    public static IReadOnlyList<string> Names(IEnumerable<string> manifests) =>
    [
        .. manifests
            .Where(path => path.Count(letter => letter == '/') >= 2)
            .Select(path => path.StartsWith(Library, StringComparison.Ordinal) ? path[Library.Length..] : path.StartsWith(Registry, StringComparison.Ordinal) ? path[Registry.Length..] : path)
            .Select(path => $"{path[..path.LastIndexOf('/')]}:{path[(path.LastIndexOf('/') + 1)..]}")
            .Order(StringComparer.Ordinal),
    ];
}
