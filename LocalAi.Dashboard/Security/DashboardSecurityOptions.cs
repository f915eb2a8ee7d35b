using System.ComponentModel.DataAnnotations;

namespace LocalAi.Dashboard.Security;

/// <summary>Who may look: a browser with a token, or everyone on this machine.</summary>
internal enum FrontendAuthMode
{
    BrowserToken,
    Unsecured,
}

/// <summary>Who may send or ask: holders of a key, or everyone on this machine.</summary>
internal enum KeyAuthMode
{
    ApiKey,
    Unsecured,
}

/// <summary>Who may use the dashboard. Keys and defaults are Aspire's.</summary>
internal sealed class DashboardSecurityOptions
{
    public const string SectionName = "Dashboard";
    public const string AllowAnonymousKey = "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS";

    /// <summary><see cref="AllowAnonymousKey"/>: opens everything, on loopback addresses only.</summary>
    public bool AllowAnonymous { get; set; }

    public FrontendOptions Frontend { get; set; } = new();

    public KeyOptions Otlp { get; set; } = new();

    public KeyOptions Api { get; set; } = new();

    internal sealed class FrontendOptions
    {
        public FrontendAuthMode AuthMode { get; set; }

        /// <summary>The token of the login link; made up at start where it is absent.</summary>
        public string? BrowserToken { get; set; }

        [Range(1, 10_000)]
        public int LoginAttemptsPerMinute { get; set; } = 10;
    }

    internal sealed class KeyOptions
    {
        /// <summary>Where absent: ApiKey if there is a key.</summary>
        public KeyAuthMode? AuthMode { get; set; }

        public string? PrimaryApiKey { get; set; }

        /// <summary>Accepted besides the first, while keys are changed.</summary>
        public string? SecondaryApiKey { get; set; }

        public bool IsKeyWanted => AuthMode is KeyAuthMode.ApiKey || (AuthMode is null && !string.IsNullOrEmpty(PrimaryApiKey));
    }
}
