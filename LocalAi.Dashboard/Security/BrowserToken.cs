using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Security;

/// <summary>The token of the login link: configured by the host, or made up for this run.</summary>
internal sealed class BrowserToken
{
    private readonly string _token;

    public BrowserToken(IOptions<DashboardSecurityOptions> options)
    {
        IsMadeUp = string.IsNullOrEmpty(options.Value.Frontend.BrowserToken);
        _token = IsMadeUp ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) : options.Value.Frontend.BrowserToken!;

        // In the cookie, so that a new token ends the sessions of the old one. A hash with its own label gives no hint at the token.
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"dashboard-session:{_token}")).AsSpan(0, 8));
    }

    public bool IsMadeUp { get; }

    public string Fingerprint { get; }

    public bool Matches(string? given) => SecretComparison.AreEqual(_token, given);

    /// <summary>The link that logs in.</summary>
    public string LoginUrl(string frontendUrl) => $"{frontendUrl.TrimEnd('/')}/login?t={_token}";
}
