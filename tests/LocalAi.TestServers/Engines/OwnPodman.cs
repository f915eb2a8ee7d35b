using System.Diagnostics;

namespace LocalAi.TestServers.Engines;

/// <summary>Podman's API service.</summary>
public sealed class OwnPodman : OwnEngine
{
    /// <summary>Null when one can be started here, else why not.</summary>
    public static string? WhyNot() =>
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "not obtainable: only root can start a container engine here"
        : RealServices.Missing("podman") ?? (File.Exists("/usr/lib/podman/aardvark-dns") ? null : "aardvark-dns is not installed: run eng/real-services.sh packages") ?? TinyImage.WhyNot();

    protected override ProcessStartInfo Command()
    {
        // Limits that any machine allows; Podman's own are more than some give to root.
        var configuration = Path.Combine(Folder, "containers.conf");
        File.WriteAllText(configuration, $"""
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            [network]
            network_backend = "netavark"
            network_config_dir = "{Folder}/networks"
            default_subnet_pools = [{"{"}"base" = "10.{Random.Shared.Next(100, 200)}.{Random.Shared.Next(256)}.0/24", "size" = 28{"}"}]
            """);
        var start = WithLog(
            "podman", "--root", Path.Combine(Folder, "data"), "--runroot", Path.Combine(Folder, "run"), "--tmpdir", Path.Combine(Folder, "tmp"),
            "system", "service", "--time", "0", Address);
        start.Environment["CONTAINERS_CONF"] = configuration;
        return start;
    }

    /// <summary>What watched over a command stays for minutes, so that somebody may ask how it ended, and each container's end is tidied up by a process of its own.</summary>
    protected override async Task EndLeftoversAsync()
    {
        while (RealServices.Run("pkill", ["-9", "-f", $"{Folder}/"]) == 0)
        {
            await Task.Delay(20);
        }
    }
}
