using System.Security.Cryptography;
using System.Text;

namespace LocalAi.TestServers.Engines;

/// <summary>What the container engine has of one stack; what is left of it at the end of the test goes.</summary>
public sealed class EngineState : IDisposable
{
    private readonly string _label;

    /// <summary>Makes the data directory.</summary>
    public EngineState()
    {
        DataDirectory = Directory.CreateTempSubdirectory("localai-containers-").FullName;

        // As LocalAi.Hosting makes it: the containers of a data directory carry the start of its path's hash.
        _label = $"label=localai.host={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DataDirectory)))[..8]}";
    }

    /// <summary>For the stack whose containers these are; to be made before it and so to go after it.</summary>
    public string DataDirectory { get; }

    /// <summary>Container ids by service.</summary>
    public IReadOnlyDictionary<string, string> Containers() =>
        Lines("ps", "--all", "--no-trunc", "--filter", _label, "--format", "{{.Label \"localai.resource\"}} {{.ID}}").ToDictionary(line => line.Split(' ')[0], line => line.Split(' ')[1]);

    /// <summary>Addresses of this machine on which each service's ports are published.</summary>
    public IReadOnlyDictionary<string, string[]> PublishedPorts() =>
        Containers().ToDictionary(container => container.Key, container =>
            Lines("inspect", container.Value, "--format", "{{range .HostConfig.PortBindings}}{{range .}}{{.HostIp}}:{{.HostPort}} {{end}}{{end}}")
                .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray());

    /// <summary>Kills every container at once.</summary>
    public void KillAll() => RealServices.Read("docker", ["kill", .. Containers().Values]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var container in Containers().Values)
        {
            RealServices.Read("docker", "rm", "--force", "--volumes", container);
        }

        foreach (var volume in Lines("volume", "ls", "--quiet", "--filter", _label))
        {
            RealServices.Read("docker", "volume", "rm", "--force", volume);
        }

        foreach (var network in Lines("network", "ls", "--quiet", "--filter", _label))
        {
            RealServices.Read("docker", "network", "rm", network);
        }

        Directory.Delete(DataDirectory, recursive: true);
    }

    private static string[] Lines(params string[] arguments) =>
        RealServices.Read("docker", arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
