using LocalAi.Dashboard.Listeners;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Security;

internal sealed class DashboardSecurityValidator(IOptions<ListenerOptions> listeners) : IValidateOptions<DashboardSecurityOptions>
{
    private const int ShortestToken = 16;

    public ValidateOptionsResult Validate(string? name, DashboardSecurityOptions options)
    {
        var problems = new List<string>();
        var frontend = options.Frontend;
        if (frontend.BrowserToken is { Length: > 0 and < ShortestToken })
        {
            problems.Add($"DASHBOARD__FRONTEND__BROWSERTOKEN must have at least {ShortestToken} characters; leave it out to have one made up.");
        }

        if (frontend.LoginAttemptsPerMinute is < 1 or > 10_000)
        {
            problems.Add("DASHBOARD__FRONTEND__LOGINATTEMPTSPERMINUTE must be between 1 and 10000.");
        }

        CheckKey("OTLP", options.Otlp, problems);
        CheckKey("API", options.Api, problems);
        if (!listeners.Value.IsLoopbackOnly)
        {
            CheckOpen(options, problems);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckKey(string section, DashboardSecurityOptions.KeyOptions key, List<string> problems)
    {
        if (key.AuthMode == KeyAuthMode.ApiKey && string.IsNullOrEmpty(key.PrimaryApiKey))
        {
            problems.Add($"DASHBOARD__{section}__PRIMARYAPIKEY is required when DASHBOARD__{section}__AUTHMODE is ApiKey.");
        }
    }

    private static void CheckOpen(DashboardSecurityOptions options, List<string> problems)
    {
        const string Remedy = "listen on localhost only (ASPNETCORE_URLS, ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL, ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL) or set a key";
        if (options.AllowAnonymous)
        {
            problems.Add($"{DashboardSecurityOptions.AllowAnonymousKey}=true is allowed on loopback addresses only: {Remedy}.");
            return;
        }

        if (options.Frontend.AuthMode == FrontendAuthMode.Unsecured)
        {
            problems.Add($"DASHBOARD__FRONTEND__AUTHMODE=Unsecured is allowed on loopback addresses only: {Remedy}.");
        }

        if (!options.Otlp.IsKeyWanted)
        {
            problems.Add($"DASHBOARD__OTLP__AUTHMODE=Unsecured is allowed on loopback addresses only: {Remedy}.");
        }

        if (options.Api.AuthMode == KeyAuthMode.Unsecured)
        {
            problems.Add($"DASHBOARD__API__AUTHMODE=Unsecured is allowed on loopback addresses only: {Remedy}.");
        }
    }
}
