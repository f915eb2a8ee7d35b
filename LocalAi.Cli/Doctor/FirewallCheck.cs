namespace LocalAi.Cli.Doctor;

/// <summary>Public: this machine's own firewall lets 80 and 443 in. A provider's firewall in front of it cannot be seen from here.</summary>
internal sealed class FirewallCheck(DoctorProbes probes) : IDoctorCheck
{
    private static readonly int[] Needed = [80, 443];

    public string Name => "Firewall";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var ufw = await probes.Run("ufw", ["status"], cancellationToken);
        if (ufw.Output?.Contains("Status: active", StringComparison.Ordinal) == true)
        {
            var closed = Needed.Where(port => !UfwAllows(ufw.Output, port)).ToList();
            return Verdict("ufw", closed, $"sudo ufw allow {string.Join(" && sudo ufw allow ", closed.Select(port => $"{port}/tcp"))}");
        }

        var firewalld = await probes.Run("firewall-cmd", ["--list-all"], cancellationToken);
        if (firewalld.Output is { } zone)
        {
            var closed = Needed.Where(port => !FirewalldAllows(zone, port)).ToList();
            return Verdict("firewalld", closed, "sudo firewall-cmd --permanent --add-service=http --add-service=https && sudo firewall-cmd --reload");
        }

        return ufw.Failure is { } failure && !failure.EndsWith("is not installed.", StringComparison.Ordinal)
            ? CheckResult.Warning(failure, "Run this check as root: sudo localai doctor --public")
            : CheckResult.Ok("No firewall of its own is active. Check that the provider's lets 80 and 443 in, and nothing else.");
    }

    internal static bool UfwAllows(string status, int port) => status.Split('\n').Any(line =>
        line.Contains("ALLOW", StringComparison.Ordinal)
        && (line.StartsWith($"{port} ", StringComparison.Ordinal) || line.StartsWith($"{port}/tcp ", StringComparison.Ordinal)
            || line.StartsWith("80,443/tcp ", StringComparison.Ordinal) || line.StartsWith("Nginx Full ", StringComparison.Ordinal) || line.StartsWith("WWW Full ", StringComparison.Ordinal)
            || line.StartsWith("Anywhere ", StringComparison.Ordinal)));

    internal static bool FirewalldAllows(string zone, int port)
    {
        var words = zone.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words.Contains(port == 80 ? "http" : "https") || words.Contains($"{port}/tcp");
    }

    private static CheckResult Verdict(string firewall, List<int> closed, string remedy) => closed.Count == 0
        ? CheckResult.Ok($"{firewall} lets 80 and 443 in.")
        : CheckResult.Failed($"{firewall} does not let {string.Join(" and ", closed)} in.", remedy);
}
