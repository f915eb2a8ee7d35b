using System.Diagnostics;
using System.Globalization;

namespace LocalAi.TestServers.Engines;

/// <summary>Docker, with a containerd of its own.</summary>
public sealed class OwnDocker : OwnEngine
{
    // Beside the ranges that the machine's own engine takes, and those of other tests.
    private readonly string _addresses = $"10.{Random.Shared.Next(200, 255)}.{Random.Shared.Next(256)}.0/24";

    /// <summary>Null when one can be started here, else why not.</summary>
    public static string? WhyNot() =>
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "not obtainable: only root can start a container engine here"
        : RealServices.Missing("dockerd") ?? TinyImage.WhyNot();

    /// <summary>Kills the engine and its containerd, and takes away what makes the next start wait for the dead.</summary>
    public override async Task KillAsync(CancellationToken cancellationToken)
    {
        await base.KillAsync(cancellationToken);
        await EndLeftoversAsync();
        File.Delete(Path.Combine(Folder, "engine.pid"));
    }

    protected override ProcessStartInfo Command() => WithLog(
        "dockerd", "--host", Address, "--data-root", Path.Combine(Folder, "data"), "--exec-root", Path.Combine(Folder, "exec"), "--pidfile", Path.Combine(Folder, "engine.pid"),
        "--bridge", "none", "--iptables=false", "--ip-forward=false", "--default-address-pool", $"base={_addresses},size=28");

    protected override async Task EndLeftoversAsync()
    {
        var file = Path.Combine(Folder, "exec", "containerd", "containerd.pid");
        if (!File.Exists(file))
        {
            return;
        }

        // Killed with the engine, but not in the same moment: a new engine that finds it dying gives up.
        var id = int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);
        while (RunningProcesses.Arguments((id, 0)).Any(argument => argument.StartsWith(Folder, StringComparison.Ordinal)))
        {
            RealServices.Run("kill", ["-9", $"{id}"]);
            await Task.Delay(20);
        }

        File.Delete(file);
    }
}
