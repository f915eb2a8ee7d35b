using Microsoft.AspNetCore.Authentication;

namespace LocalAi.Dashboard.Security;

/// <summary>Which header holds the key, and which keys are known.</summary>
internal sealed class ApiKeySchemeOptions : AuthenticationSchemeOptions
{
    public string HeaderName { get; set; } = string.Empty;

    public Func<DashboardSecurityOptions, DashboardSecurityOptions.KeyOptions> Keys { get; set; } = options => options.Api;

    /// <summary>Whether no key is asked for.</summary>
    public Func<DashboardSecurityOptions.KeyOptions, bool> IsOpen { get; set; } = keys => keys.AuthMode == KeyAuthMode.Unsecured;
}
