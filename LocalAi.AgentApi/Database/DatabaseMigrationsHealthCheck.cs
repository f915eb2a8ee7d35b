using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.AgentApi.Database;

internal sealed class DatabaseMigrationsHealthCheck(DatabaseMigrations migrations) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(migrations.Applied ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The schema is not there yet."));
}
