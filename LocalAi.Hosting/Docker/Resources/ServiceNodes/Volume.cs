using Aspire.Hosting.Docker.Resources.ComposeNodes;
using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes;

/// <summary>A volume, or its mount in a service.</summary>
public sealed class Volume : NamedComposeMember
{
    /// <summary>volume, bind or tmpfs.</summary>
    [YamlMember(Alias = "type")]
    public string? Type { get; set; }

    /// <summary>The path in the container.</summary>
    [YamlMember(Alias = "target")]
    public string? Target { get; set; }

    /// <summary>The volume's name or the host's path.</summary>
    [YamlMember(Alias = "source")]
    public string? Source { get; set; }

    /// <summary>The driver.</summary>
    [YamlMember(Alias = "driver")]
    public string? Driver { get; set; }

    /// <summary>Whether it exists already.</summary>
    [YamlMember(Alias = "external")]
    public bool? External { get; set; }

    /// <summary>Whether the container may only read.</summary>
    [YamlMember(Alias = "read_only")]
    public bool? ReadOnly { get; set; }

    /// <summary>The driver's options.</summary>
    [YamlMember(Alias = "driver_opts")]
    public Dictionary<string, string> DriverOpts { get; set; } = [];

    /// <summary>Labels.</summary>
    [YamlMember(Alias = "labels")]
    public Dictionary<string, string> Labels { get; set; } = [];
}
