using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;

/// <summary>How a service is deployed.</summary>
public sealed class Deploy
{
    /// <summary>Limits and reservations.</summary>
    [YamlMember(Alias = "resources")]
    public DeployResources? Resources { get; set; }
}
