using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes;

/// <summary>How an image is built.</summary>
public sealed class Build
{
    /// <summary>The build context.</summary>
    [YamlMember(Alias = "context")]
    public string? Context { get; set; }

    /// <summary>The Dockerfile.</summary>
    [YamlMember(Alias = "dockerfile")]
    public string? Dockerfile { get; set; }

    /// <summary>The stage.</summary>
    [YamlMember(Alias = "target")]
    public string? Target { get; set; }

    /// <summary>Build arguments.</summary>
    [YamlMember(Alias = "args")]
    public Dictionary<string, string> Args { get; set; } = [];

    /// <summary>Labels.</summary>
    [YamlMember(Alias = "labels")]
    public Dictionary<string, string> Labels { get; set; } = [];
}
