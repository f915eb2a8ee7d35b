using System.Net;

namespace LocalAi.Cli.Doctor;

/// <summary>Public: every host name leads to this machine.</summary>
internal sealed class DnsCheck(DoctorProbes probes, IReadOnlyList<string> names, string? publicAddress) : IDoctorCheck
{
    public string Name => "DNS";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        foreach (var name in names)
        {
            results.Add(await CheckAsync(name, cancellationToken));
        }

        return results.FirstOrDefault(result => result.Status == CheckStatus.Failed)
            ?? results.FirstOrDefault(result => result.Status == CheckStatus.Warning)
            ?? (results.Count > 0 ? CheckResult.Ok(string.Join(" ", results.Select(result => result.Detail))) : CheckResult.Skipped("There is no name to look up."));
    }

    private async Task<CheckResult> CheckAsync(string domain, CancellationToken cancellationToken)
    {
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
                : own.Any(IsPublic)
                    ? CheckResult.Failed($"{domain} is {addresses}, and this machine {string.Join(", ", own.Where(IsPublic))}.", $"Point the A record of {domain} to {own.First(IsPublic)}; behind another address say it with --address.")
                    : CheckResult.Warning($"{domain} is {addresses}; this machine's interfaces are {string.Join(", ", own)}.", "Behind a cloud provider's address translation this is normal: say the public address with --address. Otherwise correct the A record.");
    }

    /// <summary>Whether an address can be reached from the internet (RFC 1918, 3927, 4193, 6598).</summary>
    private static bool IsPublic(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return !IPAddress.IsLoopback(address) && (bytes.Length == 4
            ? !(bytes[0] == 10 || bytes[0] == 172 && bytes[1] is >= 16 and < 32 || bytes[0] == 192 && bytes[1] == 168 || bytes[0] == 169 && bytes[1] == 254 || bytes[0] == 100 && bytes[1] is >= 64 and < 128)
            : !address.IsIPv6LinkLocal && !address.IsIPv6UniqueLocal);
    }
}
