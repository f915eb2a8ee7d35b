using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.ResourceService;
using LocalAi.Hosting.Run.Containers;
using LocalAi.Hosting.Run.Dashboard;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>
/// What has to be right before anything starts, and all that may change the model: from the start on, services read it at
/// the same time.
/// </summary>
internal sealed class Preparation(
    DistributedApplicationModel model,
    HostSession session,
    ContainerLeftovers containers,
    DashboardHost dashboard,
    ResourceServiceServer resourceService,
    IOptions<HealthCheckServiceOptions> checks,
    IStartupValidator? settings = null)
{
    /// <exception cref="HostStartException">The data directory cannot be used, or the resource service's port is taken.</exception>
    /// <exception cref="OptionsValidationException">A setting is malformed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        settings?.Validate();
        await session.OpenAsync(cancellationToken);
        await containers.RemoveAsync(cancellationToken);
        resourceService.EnsurePortIsFree();
        if (dashboard.IsEnabled)
        {
            DashboardHealthCheck.AddTo(checks.Value);
            model.Resources.Add(new DashboardResource(dashboard, session.Folders.DataDirectory));
        }
    }
}
