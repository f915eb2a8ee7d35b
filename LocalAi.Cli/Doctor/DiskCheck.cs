using LocalAi.Cli.Output;
using LocalAi.Cli.Secrets;

namespace LocalAi.Cli.Doctor;

/// <summary>Room for the data directory and for models.</summary>
/// <param name="probes">The machine.</param>
/// <param name="isDeployment">Whether all of it is kept by Docker.</param>
internal sealed class DiskCheck(DoctorProbes probes, bool isDeployment) : IDoctorCheck
{
    private const long NeededBytes = 5L << 30;
    private const long ComfortableBytes = 30L << 30;

    public string Name => "Disk";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var path = isDeployment ? await DockerFolderAsync(cancellationToken) : DataDirectoryOption.Default(probes.Setting);
        if (!isDeployment && probes.WhyNotWritable(path) is { } reason)
        {
            return CheckResult.Failed($"{path} cannot be written: {reason}", "Give this user the directory, or set LocalAi:DataDirectory to one it owns.");
        }

        var free = probes.FreeBytes(path);
        var detail = $"{Figures.Gibibytes(free)} free for {path}.";
        return free < NeededBytes
            ? CheckResult.Failed(detail, $"Free at least 5 GiB (services, logs and one small model), or {(isDeployment ? "move Docker to another disk (data-root in /etc/docker/daemon.json)" : "set LocalAi:DataDirectory to another disk")}.")
            : free < ComfortableBytes
                ? CheckResult.Warning(detail, "A 32B model is 20 GB and its download needs that much again while it is checked: free 30 GiB for the larger ones.")
                : CheckResult.Ok(detail);
    }

    private async Task<string> DockerFolderAsync(CancellationToken cancellationToken) =>
        (await probes.Run("docker", ["info", "--format", "{{.DockerRootDir}}"], cancellationToken)).Output?.Trim() is ['/', ..] folder ? folder : "/var/lib/docker";
}
