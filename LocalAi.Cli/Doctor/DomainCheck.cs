using System.Text.RegularExpressions;
using LocalAi.AppHost.Configuration;

namespace LocalAi.Cli.Doctor;

/// <summary>Public: the host names are real ones, for which a certificate can be had.</summary>
internal sealed partial class DomainCheck(IReadOnlyList<string> names) : IDoctorCheck
{
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

        var placeholders = names.Where(PlaceholderDomain.Is).ToList();
        return Task.FromResult(placeholders.Count > 0
            ? CheckResult.Failed($"{string.Join(", ", placeholders)}: a placeholder, nobody can have a certificate for it.", remedy)
            : CheckResult.Ok($"{string.Join(", ", names)}."));
    }

    [GeneratedRegex(@"^(?!-)([A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}$")]
    private static partial Regex HostName();
}
