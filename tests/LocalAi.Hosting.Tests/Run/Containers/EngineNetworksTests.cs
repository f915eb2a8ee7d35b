using Docker.DotNet.Models;
using LocalAi.Hosting.Run.Containers;

namespace LocalAi.Hosting.Tests.Run.Containers;

/// <summary>Which engine it is, by what each says of itself.</summary>
public sealed class EngineNetworksTests
{
    [Theory]
    [InlineData("Engine", "28.0.1", "name=seccomp,profile=builtin", "/var/lib/docker", EngineNetworks.Docker)]
    [InlineData("Engine", "28.0.1", "name=rootless", "/home/ada/.local/share/docker", EngineNetworks.Docker)]
    [InlineData("Podman Engine", "4.3.1", "name=seccomp,profile=default", "/var/lib/containers/storage", EngineNetworks.Podman)]
    [InlineData("Podman Engine", "4.3.1", "name=seccomp,profile=default", "/home/ada/.local/share/containers/storage", EngineNetworks.UserPodman4)]
    [InlineData("Podman Engine", "4.9.3", "name=rootless", "/data/images", EngineNetworks.UserPodman4)]
    [InlineData("Podman Engine", "5.4.2", "name=rootless", "/home/ada/.local/share/containers/storage", EngineNetworks.UserPodman)]
    [InlineData("Podman Engine", "5.5.0-dev", "name=rootless", "/data/images", EngineNetworks.UserPodman)]
    internal void Networks_AreWhereTheEngineHasThem(string component, string version, string security, string folder, EngineNetworks expected) =>
        Assert.Equal(expected, ContainerEngine.NetworksOf(
            new VersionResponse { Components = [new ComponentVersion { Name = component, Version = version }] },
            new SystemInfoResponse { SecurityOptions = [security], DockerRootDir = folder }));
}
