using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;

/// <summary>The resources of a service.</summary>
public sealed class DeployResources
{
    /// <summary>At most.</summary>
    [YamlMember(Alias = "limits")]
    public ResourceSpec? Limits { get; set; }

    /// <summary>At least.</summary>
    [YamlMember(Alias = "reservations")]
    public ResourceSpec? Reservations { get; set; }
}
