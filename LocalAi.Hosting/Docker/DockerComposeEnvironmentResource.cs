using Aspire.Hosting.Docker.Resources;

namespace Aspire.Hosting.Docker;

/// <summary>A compose file that the application is published to.</summary>
public class DockerComposeEnvironmentResource(string name) : Resource(name), IComputeEnvironmentResource
{
    /// <summary>The services' network; <c>aspire</c> by default.</summary>
    public string? DefaultNetworkName { get; set; }

    /// <summary>Whether a dashboard is part of the file.</summary>
    public bool DashboardEnabled { get; set; } = true;

    internal Action<ComposeFile>? ConfigureComposeFile { get; set; }

    internal Action<IDictionary<string, CapturedEnvironmentVariable>>? ConfigureEnvFile { get; set; }

    internal IResourceBuilder<DockerComposeAspireDashboardResource>? Dashboard { get; set; }

    internal Dictionary<string, CapturedEnvironmentVariable> CapturedEnvironmentVariables { get; } = [];

    internal OrderedDictionary<IResource, DockerComposeServiceResource> Services { get; } = [];

    internal string Placeholder(string name, string? description, string? defaultValue, object? source)
    {
        CapturedEnvironmentVariables[name] = new() { Name = name, Description = description, DefaultValue = defaultValue, Source = source };
        return $"${{{name}}}";
    }
}
