namespace Aspire.Hosting.Docker;

/// <summary>What a resource becomes in a compose file.</summary>
public class DockerComposeServiceResource(string name, IResource resource, DockerComposeEnvironmentResource composeEnvironmentResource)
    : Resource(name), IResourceWithParent<DockerComposeEnvironmentResource>
{
    /// <summary>The compose file.</summary>
    public DockerComposeEnvironmentResource Parent { get; } = composeEnvironmentResource;

    internal IResource Target { get; } = resource;

    internal Dictionary<string, LocalAi.Hosting.Publishing.Compose.ServicePort> Ports { get; } = new(StringComparer.OrdinalIgnoreCase);
}
