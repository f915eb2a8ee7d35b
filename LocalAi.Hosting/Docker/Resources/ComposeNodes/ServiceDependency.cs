using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ComposeNodes;

/// <summary>How a service depends on another.</summary>
public sealed class ServiceDependency
{
    /// <summary>service_started, service_healthy or service_completed_successfully.</summary>
    [YamlMember(Alias = "condition")]
    public string? Condition { get; set; }
}
