using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using LocalAi.Hosting.Run.Endpoints;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>What every instance needs of its host.</summary>
internal sealed record InstanceServices(
    ResourceNotificationService Notifications,
    IDistributedApplicationEventing Eventing,
    IServiceProvider Provider,
    DependencyWaits Waits,
    RestartingResources Restarting,
    EndpointPlans Endpoints,
    InstanceSettings Settings,
    TimeProvider Time)
{
    public Task PublishStartingAsync(IResource resource, CancellationToken cancellationToken) =>
        Eventing.PublishAsync(new BeforeResourceStartedEvent(resource, Provider), cancellationToken);

    public Task PublishStoppedAsync(IResource resource, string instanceName) =>
        Notifications.TryGetCurrentState(instanceName, out var state)
            ? Eventing.PublishAsync(new ResourceStoppedEvent(resource, Provider, state), CancellationToken.None)
            : Task.CompletedTask;
}
