namespace LocalAi.Cli.Doctor;

/// <summary>Public: Caddy can listen on 80 and 443.</summary>
internal sealed class PublicPortsCheck(DoctorProbes probes) : IDoctorCheck
{
    public string Name => "Ports 80 and 443";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var listening = probes.Listeners().Select(listener => listener.Port).ToHashSet();
        var taken = new[] { 80, 443 }.Where(listening.Contains).ToList();
        if (taken.Count > 0)
        {
            var owners = await probes.Run("docker", ["ps", "--filter", "publish=80", "--filter", "publish=443", "--format", "{{.Label \"com.docker.compose.service\"}}"], cancellationToken);
            return owners.Output?.Trim() == "caddy"
                ? CheckResult.Ok("LocalAi's Caddy listens on them.")
                : CheckResult.Failed($"Something listens on {string.Join(" and ", taken)} already.", "If that is LocalAi's Caddy this is as it should be. Otherwise stop the other web server (sudo ss -ltnp shows which).");
        }

        return probes.CanListen(80, true) && probes.CanListen(443, true)
            ? CheckResult.Ok("Both can be listened on.")
            : CheckResult.Warning("This user may not listen on ports below 1024.", "Run Caddy in a container, or: sudo sysctl net.ipv4.ip_unprivileged_port_start=80");
    }
}
