using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace LocalAi.Hosting.Run.Health;

/// <summary>
/// A part of another resource, such as a database of a server, has no process of its own: it runs when its parent does. A part
/// that declares a state to begin with looks after its states itself.
/// </summary>
internal sealed class ChildStates(ResourceNotificationService notifications, DistributedApplicationModel model) : BackgroundService
{
    /// <summary>Whether the resource takes its state from its parent.</summary>
    public static bool Follows(IResource resource) =>
        resource is IResourceWithParent and not (ProjectResource or ExecutableResource) && !resource.IsContainer() && !resource.HasAnnotationOfType<ResourceSnapshotAnnotation>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var children = model.Resources.Where(Follows).ToLookup(resource => ((IResourceWithParent)resource).Parent);
        var states = new Dictionary<IResource, string?>();
        try
        {
            await foreach (var @event in notifications.WatchAsync(stoppingToken))
            {
                var parent = @event.Snapshot;
                if (states.TryGetValue(@event.Resource, out var known) && known == parent.State?.Text)
                {
                    continue;
                }

                states[@event.Resource] = parent.State?.Text;
                foreach (var child in children[@event.Resource])
                {
                    await notifications.PublishUpdateAsync(child, before => before with
                    {
                        State = parent.State,
                        StartTimeStamp = parent.StartTimeStamp,
                        StopTimeStamp = parent.StopTimeStamp,
                        ExitCode = parent.ExitCode,
                        ResourceReady = parent.State?.Text == KnownResourceStates.Running ? before.ResourceReady : null,
                        HealthReports = parent.State?.Text == KnownResourceStates.Running
                            ? before.HealthReports
                            : [.. before.HealthReports.Select(report => report with { Status = null })],
                    });
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application ends.
        }
    }
}
