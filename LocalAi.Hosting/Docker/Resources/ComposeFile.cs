using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using LocalAi.Hosting.Publishing.Compose;
using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources;

/// <summary>A compose file.</summary>
public sealed class ComposeFile
{
    /// <summary>The project's name.</summary>
    [YamlMember(Alias = "name")]
    public string? Name { get; set; }

    /// <summary>The services.</summary>
    [YamlMember(Alias = "services")]
    public Dictionary<string, Service> Services { get; set; } = [];

    /// <summary>The networks.</summary>
    [YamlMember(Alias = "networks")]
    public Dictionary<string, Network> Networks { get; set; } = [];

    /// <summary>The volumes.</summary>
    [YamlMember(Alias = "volumes")]
    public Dictionary<string, Volume> Volumes { get; set; } = [];

    /// <summary>The files for services.</summary>
    [YamlMember(Alias = "configs")]
    public Dictionary<string, Config> Configs { get; set; } = [];

    /// <summary>Adds a network.</summary>
    public ComposeFile AddNetwork(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Networks[network.Name] = network;
        return this;
    }

    /// <summary>Adds a service.</summary>
    public ComposeFile AddService(Service service)
    {
        ArgumentNullException.ThrowIfNull(service);
        Services[service.Name] = service;
        return this;
    }

    /// <summary>Adds a volume.</summary>
    public ComposeFile AddVolume(Volume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        Volumes[volume.Name] = volume;
        return this;
    }

    /// <summary>Adds a file for services.</summary>
    public ComposeFile AddConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Configs[config.Name] = config;
        return this;
    }

    /// <summary>The file's text.</summary>
    public string ToYaml(string lineEndings = "\n") => ComposeYaml.Write(this, lineEndings);
}
