using System.Net;

namespace LocalAi.Cli.Doctor;

/// <summary>Public: nothing of the stack but Caddy can be reached from outside, and no model server without authentication.</summary>
internal sealed class ExposureCheck(DoctorProbes probes) : IDoctorCheck
{
    private const int Ollama = 11434;

    public string Name => "Exposed services";

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var watched = ServicePort.All(probes.Setting).Select(port => (port.Number, port.Service)).Append((Number: Ollama, Service: "ollama")).ToList();
        var exposed = probes.Listeners().Where(listener => !IPAddress.IsLoopback(listener.Address)).Select(listener => listener.Port).ToHashSet();
        var open = watched.Where(port => exposed.Contains(port.Number)).ToList();
        return Task.FromResult(open.Count == 0
            ? CheckResult.Ok("No service of the stack listens beyond 127.0.0.1.")
            : CheckResult.Failed($"Reachable from other machines: {string.Join(", ", open.Select(port => $"{port.Service} on {port.Number}"))}.",
                "Bind them to 127.0.0.1 (for Ollama: OLLAMA_HOST=127.0.0.1), or close the ports in the firewall; Caddy is the only entry."));
    }
}
