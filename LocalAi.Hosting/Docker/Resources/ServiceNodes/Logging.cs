using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes;

/// <summary>Where a service's output goes.</summary>
public sealed class Logging
{
    /// <summary>The driver.</summary>
    [YamlMember(Alias = "driver")]
    public string? Driver { get; set; }

    /// <summary>The driver's options.</summary>
    [YamlMember(Alias = "options")]
    public Dictionary<string, string> Options { get; set; } = [];
}
