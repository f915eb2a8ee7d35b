using LocalAi.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.Hosting.Run.Dashboard;

/// <summary>The dashboard is healthy when its pages answer, be it with a redirection to the login.</summary>
internal sealed class DashboardHealthCheck(DashboardHost dashboard, IHttpClientFactory clients) : IHealthCheck
{
    public const string Key = DashboardResource.ResourceName + "_check";

    /// <summary>Registers it; an application without a dashboard has no such check.</summary>
    public static void AddTo(HealthCheckServiceOptions options) => options.Registrations.Add(new HealthCheckRegistration(
        Key, services => ActivatorUtilities.CreateInstance<DashboardHealthCheck>(services), failureStatus: null, tags: null));

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = clients.CreateClient(EndpointHealthCheck.ClientName);
            using var response = await client.GetAsync(new Uri($"{dashboard.Url}/health"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode < 500
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{dashboard.Url} answered {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            return HealthCheckResult.Unhealthy($"{dashboard.Url} does not answer: {exception.Message}");
        }
    }
}
