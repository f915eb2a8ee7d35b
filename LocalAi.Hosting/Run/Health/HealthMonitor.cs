using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting.Run.Health;

/// <summary>
/// Runs the health checks of every resource that runs, publishes what they say, and announces a resource as ready once all of
/// them are healthy: often until then, rarely afterwards. A resource without checks is ready when it runs.
/// </summary>
internal sealed partial class HealthMonitor(
    ResourceNotificationService notifications,
    HealthCheckService checks,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time,
    ILogger<HealthMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Recovering = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPhase = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (CancellationTokenSource Stop, Task Watch)> _watches = [];

    /// <summary>Raised at each report: the instance and whether all its checks are healthy.</summary>
    public event Action<string, bool>? Reported;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var @event in notifications.WatchAsync(stoppingToken))
            {
                await FollowAsync(@event, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_watches.Values.Select(watch => watch.Watch));
        }
    }

    private async Task FollowAsync(ResourceEvent @event, CancellationToken stoppingToken)
    {
        var runs = @event.Snapshot.State?.Text == KnownResourceStates.Running;
        if (_watches.TryGetValue(@event.ResourceId, out var current) && !runs)
        {
            _watches.Remove(@event.ResourceId);
            await current.Stop.CancelAsync();
            await current.Watch;
            current.Stop.Dispose();
        }
        else if (runs && current.Watch is null)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _watches[@event.ResourceId] = (stop, Task.Run(() => WatchAsync(@event.Resource, @event.ResourceId, stop.Token), CancellationToken.None));
        }
    }

    private async Task WatchAsync(IResource resource, string instance, CancellationToken cancellationToken)
    {
        try
        {
            var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).ToHashSet(StringComparer.Ordinal);
            var started = time.GetTimestamp();
            var ready = false;
            while (true)
            {
                var healthy = keys.Count == 0 || await CheckAsync(resource, instance, keys, cancellationToken);
                Reported?.Invoke(instance, healthy);
                if (healthy && !ready)
                {
                    ready = true;
                    await AnnounceAsync(resource, instance, cancellationToken);
                }

                if (keys.Count == 0)
                {
                    return;
                }

                var interval = healthy ? Steady : ready ? Recovering : time.GetElapsedTime(started) < FirstPhase ? First : Soon;
                await Task.Delay(interval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It no longer runs.
        }
    }

    private async Task<bool> CheckAsync(IResource resource, string instance, HashSet<string> keys, CancellationToken cancellationToken)
    {
        HealthReport report;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            report = new HealthReport(
                keys.ToDictionary(key => key, _ => new HealthReportEntry(HealthStatus.Unhealthy, $"No answer within {Patience.TotalSeconds} s.", Patience, null, null)), Patience);
        }

        var now = time.GetUtcNow().UtcDateTime;
        await notifications.PublishUpdateAsync(resource, instance, before => before.State?.Text == KnownResourceStates.Running
            ? before with { HealthReports = Merge(before.HealthReports, report, now) }
            : before);
        return report.Entries.Count == keys.Count && report.Status == HealthStatus.Healthy;
    }

    private async Task AnnounceAsync(IResource resource, string instance, CancellationToken cancellationToken)
    {
        var announced = eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        await notifications.PublishUpdateAsync(resource, instance, before => before.State?.Text == KnownResourceStates.Running
            ? before with { ResourceReady = announced }
            : before);
        try
        {
            await announced;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotPrepared(exception, instance);
        }
    }

    private static ImmutableArray<HealthReportSnapshot> Merge(ImmutableArray<HealthReportSnapshot> before, HealthReport report, DateTime now) =>
        [.. before.Select(known => report.Entries.TryGetValue(known.Name, out var entry)
            ? known with { Status = entry.Status, Description = entry.Description, ExceptionText = entry.Exception?.Message, LastRunAt = now }
            : known)];

    [LoggerMessage(LogLevel.Error, "{Resource} is healthy, but what was to happen then failed")]
    private partial void LogNotPrepared(Exception exception, string resource);
}
