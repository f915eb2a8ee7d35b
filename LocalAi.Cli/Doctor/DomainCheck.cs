using System.Text.RegularExpressions;

namespace LocalAi.Cli.Doctor;

/// <summary>Public: the host names are real ones, for which a certificate can be had.</summary>
internal sealed partial class DomainCheck(IReadOnlyList<string> names) : IDoctorCheck
{
    // RFC 2606 and 6761, what home networks use, and what instructions write where one's own name belongs.
    private static readonly string[] ReservedEndings = ["example", "example.com", "example.org", "example.net", "test", "invalid", "localhost", "local", "lan", "internal", "home.arpa"];
    private static readonly string[] Placeholders = ["yourdomain", "your-domain", "mydomain", "my-domain", "domain", "changeme", "placeholder"];

    public string Name => "Domain";

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        const string remedy = "Publish with the name that you have registered: --LocalAi:Domain=ai.NAME, without a scheme, port or path.";
        if (names.Count == 0)
        {
            return Task.FromResult(CheckResult.Failed("No domain is given.", "Name it: localai doctor --public --domain ai.NAME, or name the published folder with --deployment."));
        }

        var malformed = names.Where(name => !HostName().IsMatch(name)).ToList();
        if (malformed.Count > 0)
        {
            return Task.FromResult(CheckResult.Failed($"{string.Join(", ", malformed.Select(name => $"'{name}'"))} is no host name.", remedy));
        }

        var placeholders = names.Where(IsPlaceholder).ToList();
        return Task.FromResult(placeholders.Count > 0
            ? CheckResult.Failed($"{string.Join(", ", placeholders)}: a placeholder, nobody can have a certificate for it.", remedy)
            : CheckResult.Ok($"{string.Join(", ", names)}."));
    }

    private static bool IsPlaceholder(string name)
    {
        var lower = name.ToLowerInvariant();
        return ReservedEndings.Any(ending => lower == ending || lower.EndsWith("." + ending, StringComparison.Ordinal)) || lower.Split('.').Any(Placeholders.Contains);
    }

    [GeneratedRegex(@"^(?!-)([A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}$")]
    private static partial Regex HostName();
}
