using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;

/// <summary>Processors and memory.</summary>
public sealed class ResourceSpec
{
    /// <summary>Processors, such as <c>0.5</c>.</summary>
    [YamlMember(Alias = "cpus")]
    public string? Cpus { get; set; }

    /// <summary>Memory, such as <c>512M</c>.</summary>
    [YamlMember(Alias = "memory")]
    public string? Memory { get; set; }
}
