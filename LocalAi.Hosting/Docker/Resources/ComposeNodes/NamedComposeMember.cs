using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ComposeNodes;

/// <summary>Something with a name in a compose file.</summary>
public abstract class NamedComposeMember
{
    /// <summary>The name.</summary>
    [YamlIgnore]
    public required string Name { get; set; }
}
