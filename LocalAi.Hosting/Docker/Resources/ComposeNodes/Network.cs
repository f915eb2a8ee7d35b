using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ComposeNodes;

/// <summary>A network.</summary>
public sealed class Network : NamedComposeMember
{
    /// <summary>The driver.</summary>
    [YamlMember(Alias = "driver")]
    public string? Driver { get; set; }

    /// <summary>The driver's options.</summary>
    [YamlMember(Alias = "driver_opts")]
    public Dictionary<string, string> DriverOpts { get; set; } = [];

    /// <summary>Whether it exists already.</summary>
    [YamlMember(Alias = "external")]
    public bool? External { get; set; }

    /// <summary>Whether it has no way out.</summary>
    [YamlMember(Alias = "internal")]
    public bool? Internal { get; set; }

    /// <summary>Labels.</summary>
    [YamlMember(Alias = "labels")]
    public Dictionary<string, string> Labels { get; set; } = [];
}
