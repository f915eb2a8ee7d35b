using Aspire.Hosting;
using LocalAi.Hosting.ResourceService;
using LocalAi.Hosting.Run.Orchestration;
using LocalAi.Hosting.Secrets;
using Microsoft.Extensions.Options;

namespace LocalAi.Hosting.Run.Dashboard;

/// <summary>
/// The dashboard's addresses and keys. Keys are kept with the secrets: a bookmark with the login token stays good across restarts,
/// and a container that outlives the host still sends with the right key.
/// </summary>
internal sealed class DashboardHost(
    IOptions<DashboardHostOptions> options,
    IOptions<ResourceServiceOptions> resourceService,
    DistributedApplicationOptions application,
    ProjectTargets targets,
    SecretsFile secrets)
{
    private readonly Lazy<string> _browserToken = new(() => Secret(secrets, "dashboard-browser-token"));
    private readonly Lazy<string> _otlpApiKey = new(() => Secret(secrets, "dashboard-otlp-key"));
    private readonly Lazy<string> _apiKey = new(() => Secret(secrets, "dashboard-api-key"));
    private readonly Lazy<string> _resourceServiceKey = new(() => Secret(secrets, "dashboard-resource-service-key"));

    /// <summary>Whether this host starts a dashboard.</summary>
    public bool IsEnabled =>
        !application.DisableDashboard && !options.Value.Source.Equals("off", StringComparison.OrdinalIgnoreCase) && targets.Dashboard is not null;

    public DashboardHostOptions Options => options.Value;

    /// <summary>The dashboard's assembly.</summary>
    public string Assembly => targets.Dashboard ?? throw new InvalidOperationException("This app host was built without a dashboard.");

    public string Url => $"http://localhost:{Options.Port}";

    /// <summary>Logs a browser in.</summary>
    public string LoginUrl => $"{Url}/login?t={BrowserToken}";

    public string OtlpGrpcUrl => $"http://localhost:{Options.OtlpGrpcPort}";

    public string OtlpHttpUrl => $"http://localhost:{Options.OtlpHttpPort}";

    public string ResourceServiceUrl => $"http://localhost:{resourceService.Value.Port}";

    public string BrowserToken => _browserToken.Value;

    public string OtlpApiKey => _otlpApiKey.Value;

    public string ApiKey => _apiKey.Value;

    public string ResourceServiceKey => _resourceServiceKey.Value;

    // 32 letters and digits: more than 180 bits, safe in a URL and in a header.
    private static string Secret(SecretsFile secrets, string name) => secrets.GetOrAdd(
        name, () => System.Security.Cryptography.RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32));
}
