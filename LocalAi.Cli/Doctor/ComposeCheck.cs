namespace LocalAi.Cli.Doctor;

/// <summary>Public: what runs a published folder, Docker with Compose.</summary>
internal sealed class ComposeCheck(DoctorProbes probes) : IDoctorCheck
{
    public string Name => "Docker Compose";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var engine = await EngineCheck.AskVersionAsync(probes, "docker", cancellationToken);
        if (engine.Output?.Trim() is not { Length: > 0 })
        {
            return CheckResult.Failed(engine.Failure ?? "docker answers with no version.", "Install and start Docker (https://docs.docker.com/engine/install/): a published stack runs in it.");
        }

        var compose = await probes.Run("docker", ["compose", "version", "--short"], cancellationToken);
        return compose.Output?.Trim() is { Length: > 0 } version
            ? CheckResult.Ok($"Compose {version}.")
            : CheckResult.Failed("Docker has no Compose.", "Install the package docker-compose-plugin (Debian: docker-compose).");
    }
}
