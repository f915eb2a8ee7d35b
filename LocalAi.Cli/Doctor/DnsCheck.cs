using System.Net;

namespace LocalAi.Cli.Doctor;

/// <summary>Public: the domain leads to this machine.</summary>
internal sealed class DnsCheck(DoctorProbes probes, string? domain, string? publicAddress) : IDoctorCheck
{
    public string Name => "DNS";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(domain))
        {
            return CheckResult.Failed("No domain is given.", "Name it: localai doctor --public --domain ai.example.org");
        }

        var own = probes.OwnAddresses().ToList();
        if (IPAddress.TryParse(publicAddress, out var stated))
        {
            own.Add(stated);
        }

        var found = await probes.Resolve(domain, cancellationToken);
        var addresses = string.Join(", ", found);
        if (found.Count == 0)
        {
            return CheckResult.Failed($"{domain} has no address.", "Add an A record (and AAAA for IPv6) for it with this machine's public address at your DNS provider; it may take minutes to appear.");
        }

        if (found.All(own.Contains))
        {
            return CheckResult.Ok($"{domain} is {addresses}, this machine.");
        }

        return found.Any(own.Contains)
            ? CheckResult.Failed($"{domain} is {addresses}, of which some are not this machine.", "Remove the wrong A or AAAA records: certificates fail when one of them leads elsewhere.")
            : stated is not null
                ? CheckResult.Failed($"{domain} is {addresses}, not {stated}.", $"Point the A record of {domain} to {stated}.")
                : CheckResult.Warning($"{domain} is {addresses}; this machine's interfaces are {string.Join(", ", own)}.", "Behind a cloud provider's address translation this is normal: say the public address with --address. Otherwise correct the A record.");
    }
}
