using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes;

/// <summary>A limit of a service's processes.</summary>
public sealed class Ulimit
{
    /// <summary>The limit.</summary>
    [YamlMember(Alias = "soft")]
    public int? Soft { get; set; }

    /// <summary>What the limit may be raised to.</summary>
    [YamlMember(Alias = "hard")]
    public int? Hard { get; set; }
}
