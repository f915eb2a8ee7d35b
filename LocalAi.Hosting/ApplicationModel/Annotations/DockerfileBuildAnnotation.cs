namespace Aspire.Hosting.ApplicationModel;

/// <summary>The image is built from a Dockerfile.</summary>
public class DockerfileBuildAnnotation(string contextPath, string dockerfilePath, string? stage) : IResourceAnnotation
{
    /// <summary>The absolute path of the build context.</summary>
    public string ContextPath { get; } = contextPath;

    /// <summary>The absolute path of the Dockerfile.</summary>
    public string DockerfilePath { get; } = dockerfilePath;

    /// <summary>The stage to build; null for the last.</summary>
    public string? Stage { get; } = stage;

    /// <summary>Build arguments: text, a value that is known later, or null for the builder's own environment.</summary>
    public Dictionary<string, object?> BuildArguments { get; } = [];

    /// <summary>Build secrets: text, a value that is known later, or a file.</summary>
    public Dictionary<string, object> BuildSecrets { get; } = [];
}
