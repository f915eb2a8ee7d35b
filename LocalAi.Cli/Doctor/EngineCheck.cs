using LocalAi.Hardware.Detection;

namespace LocalAi.Cli.Doctor;

/// <summary>The container engine. Without one, services run as programs of the machine.</summary>
internal sealed class EngineCheck(DoctorProbes probes) : IDoctorCheck
{
    /// <summary>Programs of the engines, the preferred one first.</summary>
    public static IReadOnlyList<string> Engines { get; } = ["docker", "podman"];

    public string Name => "Container engine";

    /// <summary>The version of a running engine.</summary>
    public static Task<CommandResult> AskVersionAsync(DoctorProbes probes, string engine, CancellationToken cancellationToken) =>
        probes.Run(engine, ["version", "--format", "{{.Server.Version}}"], cancellationToken);

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var engine in Engines)
        {
            var result = await AskVersionAsync(probes, engine, cancellationToken);
            if (result.Output?.Trim() is { Length: > 0 } version)
            {
                return CheckResult.Ok($"{engine} {version} answers.");
            }

            failures.Add(result.Failure ?? $"{engine} answers with no version.");
        }

        var installed = failures.Where(failure => !failure.EndsWith("is not installed.", StringComparison.Ordinal)).ToList();
        return installed.Count > 0
            ? CheckResult.Warning(installed[0], "Start the engine, and let this user reach it: sudo systemctl start docker; sudo usermod -aG docker $USER")
            : CheckResult.Warning("Neither Docker nor Podman is installed: services run as programs of this machine, or are off.", "Install Docker (https://docs.docker.com/engine/install/) for n8n, Open WebUI, SearXNG and Caddy.");
    }
}
