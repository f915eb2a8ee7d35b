using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using YamlDotNet.Serialization;

namespace Aspire.Hosting.Docker.Resources.ComposeNodes;

/// <summary>A service of a compose file.</summary>
public sealed class Service : NamedComposeMember
{
    /// <summary>The image.</summary>
    [YamlMember(Alias = "image")]
    public string? Image { get; set; }

    /// <summary>When the image is pulled.</summary>
    [YamlMember(Alias = "pull_policy")]
    public string? PullPolicy { get; set; }

    /// <summary>The container's name.</summary>
    [YamlMember(Alias = "container_name")]
    public string? ContainerName { get; set; }

    /// <summary>How the image is built.</summary>
    [YamlMember(Alias = "build")]
    public Build? Build { get; set; }

    /// <summary>Arguments.</summary>
    [YamlMember(Alias = "command")]
    public List<string> Command { get; set; } = [];

    /// <summary>The program to run.</summary>
    [YamlMember(Alias = "entrypoint")]
    public List<string> Entrypoint { get; set; } = [];

    /// <summary>Environment variables.</summary>
    [YamlMember(Alias = "environment")]
    public Dictionary<string, string> Environment { get; set; } = [];

    /// <summary>Files with environment variables.</summary>
    [YamlMember(Alias = "env_file")]
    public List<string> EnvFile { get; set; } = [];

    /// <summary>The folder it runs in.</summary>
    [YamlMember(Alias = "working_dir")]
    public string? WorkingDir { get; set; }

    /// <summary>Ports of the host: <c>[ip:]host:container</c>.</summary>
    [YamlMember(Alias = "ports")]
    public List<string> Ports { get; set; } = [];

    /// <summary>Ports for the other services.</summary>
    [YamlMember(Alias = "expose")]
    public List<string> Expose { get; set; } = [];

    /// <summary>Mounts.</summary>
    [YamlMember(Alias = "volumes")]
    public List<Volume> Volumes { get; set; } = [];

    /// <summary>The services it starts after.</summary>
    [YamlMember(Alias = "depends_on")]
    public Dictionary<string, ServiceDependency> DependsOn { get; set; } = [];

    /// <summary>User and group.</summary>
    [YamlMember(Alias = "user")]
    public string? User { get; set; }

    /// <summary>Networks.</summary>
    [YamlMember(Alias = "networks")]
    public List<string> Networks { get; set; } = [];

    /// <summary>When it is restarted.</summary>
    [YamlMember(Alias = "restart")]
    public string? Restart { get; set; }

    /// <summary>Limits and reservations.</summary>
    [YamlMember(Alias = "deploy")]
    public Deploy? Deploy { get; set; }

    /// <summary>How its health is checked.</summary>
    [YamlMember(Alias = "healthcheck")]
    public Healthcheck? Healthcheck { get; set; }

    /// <summary>Where its output goes.</summary>
    [YamlMember(Alias = "logging")]
    public Logging? Logging { get; set; }

    /// <summary>Labels.</summary>
    [YamlMember(Alias = "labels")]
    public Dictionary<string, string> Labels { get; set; } = [];

    /// <summary>The host name in the container.</summary>
    [YamlMember(Alias = "hostname")]
    public string? Hostname { get; set; }

    /// <summary>IPC namespace.</summary>
    [YamlMember(Alias = "ipc")]
    public string? Ipc { get; set; }

    /// <summary>Process namespace.</summary>
    [YamlMember(Alias = "pid")]
    public string? Pid { get; set; }

    /// <summary>Capabilities added.</summary>
    [YamlMember(Alias = "cap_add")]
    public List<string> CapAdd { get; set; } = [];

    /// <summary>Capabilities dropped.</summary>
    [YamlMember(Alias = "cap_drop")]
    public List<string> CapDrop { get; set; } = [];

    /// <summary>Devices of the host.</summary>
    [YamlMember(Alias = "devices")]
    public List<string> Devices { get; set; } = [];

    /// <summary>Name servers.</summary>
    [YamlMember(Alias = "dns")]
    public List<string> Dns { get; set; } = [];

    /// <summary>Host names and their addresses.</summary>
    [YamlMember(Alias = "extra_hosts")]
    public Dictionary<string, string> ExtraHosts { get; set; } = [];

    /// <summary>Further groups.</summary>
    [YamlMember(Alias = "group_add")]
    public List<string> GroupAdd { get; set; } = [];

    /// <summary>Whether an init process reaps children.</summary>
    [YamlMember(Alias = "init")]
    public bool? Init { get; set; }

    /// <summary>Network mode.</summary>
    [YamlMember(Alias = "network_mode")]
    public string? NetworkMode { get; set; }

    /// <summary>The profiles it belongs to.</summary>
    [YamlMember(Alias = "profiles")]
    public List<string> Profiles { get; set; } = [];

    /// <summary>Whether its file system is read-only.</summary>
    [YamlMember(Alias = "read_only")]
    public bool? ReadOnly { get; set; }

    /// <summary>Security options.</summary>
    [YamlMember(Alias = "security_opt")]
    public List<string> SecurityOpt { get; set; } = [];

    /// <summary>How long it may take to stop.</summary>
    [YamlMember(Alias = "stop_grace_period")]
    public string? StopGracePeriod { get; set; }

    /// <summary>The signal that stops it.</summary>
    [YamlMember(Alias = "stop_signal")]
    public string? StopSignal { get; set; }

    /// <summary>Kernel settings.</summary>
    [YamlMember(Alias = "sysctls")]
    public Dictionary<string, string> Sysctls { get; set; } = [];

    /// <summary>Folders in memory.</summary>
    [YamlMember(Alias = "tmpfs")]
    public List<string> Tmpfs { get; set; } = [];

    /// <summary>Limits of its processes.</summary>
    [YamlMember(Alias = "ulimits")]
    public Dictionary<string, Ulimit> Ulimits { get; set; } = [];

    /// <summary>Files it is given.</summary>
    [YamlMember(Alias = "configs")]
    public List<ConfigReference> Configs { get; set; } = [];

    /// <summary>Adds a file.</summary>
    public Service AddConfig(ConfigReference config)
    {
        Configs.Add(config);
        return this;
    }

    /// <summary>Sets an environment variable; null sets none.</summary>
    public Service AddEnvironmentalVariable(string key, string? value)
    {
        if (value is not null)
        {
            Environment[key] = value;
        }

        return this;
    }

    /// <summary>Adds a mount.</summary>
    public Service AddVolume(Volume volume)
    {
        Volumes.Add(volume);
        return this;
    }
}
