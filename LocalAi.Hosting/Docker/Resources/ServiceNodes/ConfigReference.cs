using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ServiceNodes;

/// <summary>A file that a service is given.</summary>
public sealed class ConfigReference
{
    /// <summary>The config.</summary>
    [YamlMember(Alias = "source")]
    public string? Source { get; set; }

    /// <summary>The path in the container.</summary>
    [YamlMember(Alias = "target")]
    public string? Target { get; set; }

    /// <summary>The owner's user id.</summary>
    [YamlMember(Alias = "uid")]
    public string? Uid { get; set; }

    /// <summary>The group id.</summary>
    [YamlMember(Alias = "gid")]
    public string? Gid { get; set; }

    /// <summary>Permissions.</summary>
    [YamlMember(Alias = "mode")]
    public UnixFileMode? Mode { get; set; }
}
