using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>Degraded, not unhealthy, while no model server answers: conversations can still be read, and the agent must not be restarted for it.</summary>
internal sealed class ModelServerHealthCheck(ModelCatalog catalog) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await catalog.RefreshAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (ModelServerException exception)
        {
            return HealthCheckResult.Degraded(exception.Message);
        }
    }
}
