using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ComposeNodes;

/// <summary>A file for services.</summary>
public sealed class Config : NamedComposeMember
{
    /// <summary>The path of the file.</summary>
    [YamlMember(Alias = "file")]
    public string? File { get; set; }

    /// <summary>Whether it exists already.</summary>
    [YamlMember(Alias = "external")]
    public bool? External { get; set; }

    /// <summary>The text of the file.</summary>
    [YamlMember(Alias = "content")]
    public string? Content { get; set; }

    /// <summary>Labels.</summary>
    [YamlMember(Alias = "labels")]
    public Dictionary<string, string> Labels { get; set; } = [];
}
