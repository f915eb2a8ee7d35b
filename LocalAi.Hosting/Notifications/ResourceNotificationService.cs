using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of all resources, and news of them.</summary>
public class ResourceNotificationService
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private ImmutableArray<Channel<ResourceEvent>> _watchers = [];

    /// <summary>Changes the state of a resource.</summary>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return PublishUpdateAsync(resource, resource.Name, stateFactory);
    }

    /// <summary>Changes the state of an instance of a resource.</summary>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(resourceId);
        ArgumentNullException.ThrowIfNull(stateFactory);
        lock (_lock)
        {
            var before = _current.TryGetValue(resourceId, out var known) ? known.Snapshot : Initial(resource);
            var @event = new ResourceEvent(resource, resourceId, WithHealthChecks(resource, stateFactory(before)));
            _current[resourceId] = @event;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(@event);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The state of every instance now, then every change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Unbounded: a slow reader must not hold up the resource that changes, and each change is small.
        var channel = Channel.CreateUnbounded<ResourceEvent>(new() { SingleReader = true });
        lock (_lock)
        {
            foreach (var @event in _current.Values)
            {
                channel.Writer.TryWrite(@event);
            }

            _watchers = _watchers.Add(channel);
        }

        try
        {
            await foreach (var @event in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return @event;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers = _watchers.Remove(channel);
            }
        }
    }

    /// <summary>The state of an instance.</summary>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
        {
            return _current.TryGetValue(resourceId, out resourceEvent);
        }
    }

    /// <summary>Waits for a state; running when none is given.</summary>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits for one of several states and says which.</summary>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToArray();
        var @event = await WaitForResourceAsync(
            resourceName, @event => @event.Snapshot.State?.Text is { } state && states.Contains(state, StringComparer.OrdinalIgnoreCase), cancellationToken).ConfigureAwait(false);
        return @event.Snapshot.State!.Text;
    }

    /// <summary>Waits until the predicate holds.</summary>
    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resourceName);
        ArgumentNullException.ThrowIfNull(predicate);
        await foreach (var @event in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            var named = string.Equals(@event.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase)
                || string.Equals(@event.ResourceId, resourceName, StringComparison.OrdinalIgnoreCase);
            if (named && predicate(@event))
            {
                return @event;
            }
        }

        throw new OperationCanceledException($"The wait for the resource '{resourceName}' was stopped.", cancellationToken);
    }

    /// <summary>Waits until the resource runs, is healthy, and those who prepare it are done.</summary>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);

    /// <inheritdoc cref="WaitForResourceHealthyAsync(string, CancellationToken)"/>
    /// <exception cref="DistributedApplicationException">The resource has failed and the behaviour is to stop then.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var ready = await WaitForResourceAsync(
            resourceName,
            @event => @event.Snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReady: not null }
                || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && HasFailed(@event.Snapshot)),
            cancellationToken).ConfigureAwait(false);
        if (ready.Snapshot.HealthStatus != HealthStatus.Healthy)
        {
            throw new DistributedApplicationException(
                $"Stopped waiting for resource '{resourceName}' to become healthy because it is in the state '{ready.Snapshot.State?.Text}'.");
        }

        await ready.Snapshot.ResourceReady!.WaitAsync(cancellationToken).ConfigureAwait(false);
        return ready;
    }

    /// <summary>Waits for everything the resource declares to wait for.</summary>
    /// <exception cref="DistributedApplicationException">One of them has failed, or completed with another exit code than expected.</exception>
    public Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitForAsync(resource, wait, cancellationToken)));
    }

    private async Task WaitForAsync(IResource resource, WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var name = wait.Resource.Name;
        var behavior = wait.WaitBehavior ?? WaitBehavior.WaitOnResourceUnavailable;
        switch (wait.WaitType)
        {
            case WaitType.WaitUntilHealthy:
                await WaitForResourceHealthyAsync(name, behavior, cancellationToken).ConfigureAwait(false);
                break;
            case WaitType.WaitUntilStarted:
                var started = await WaitForResourceAsync(
                    name,
                    @event => @event.Snapshot.State?.Text is { } state && (state == KnownResourceStates.Running || state == KnownResourceStates.Active
                        || (behavior == WaitBehavior.StopOnResourceUnavailable && HasFailed(@event.Snapshot))),
                    cancellationToken).ConfigureAwait(false);
                if (HasFailed(started.Snapshot))
                {
                    throw new DistributedApplicationException($"Dependency resource '{name}' failed to start.");
                }

                break;
            default:
                var ended = await WaitForResourceAsync(
                    name, @event => @event.Snapshot.State?.Text is { } state && KnownResourceStates.TerminalStates.Contains(state), cancellationToken).ConfigureAwait(false);
                if (ended.Snapshot.State?.Text == KnownResourceStates.FailedToStart)
                {
                    throw new DistributedApplicationException($"Dependency resource '{name}' failed to start.");
                }

                if (ended.Snapshot.ExitCode is { } exitCode && exitCode != wait.ExitCode)
                {
                    throw new DistributedApplicationException(
                        $"Resource '{name}' has entered the '{ended.Snapshot.State?.Text}' state with exit code '{exitCode}', expected '{wait.ExitCode}'; '{resource.Name}' waits for it to complete.");
                }

                break;
        }
    }

    private static bool HasFailed(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text is { } state && (KnownResourceStates.TerminalStates.Contains(state) || state == KnownResourceStates.RuntimeUnhealthy);

    private static CustomResourceSnapshot Initial(IResource resource) =>
        resource.TryGetLastAnnotation<ResourceSnapshotAnnotation>(out var annotation)
            ? annotation.InitialSnapshot
            : new CustomResourceSnapshot { ResourceType = resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal), Properties = [] };

    // Checks that have not reported yet are listed, so that a resource is not taken for healthy before they have.
    private static CustomResourceSnapshot WithHealthChecks(IResource resource, CustomResourceSnapshot snapshot)
    {
        var missing = resource.Annotations.OfType<HealthCheckAnnotation>()
            .Where(check => !snapshot.HealthReports.Any(report => report.Name == check.Key))
            .Select(check => new HealthReportSnapshot(check.Key, null, null, null))
            .ToArray();
        return missing.Length == 0 ? snapshot : snapshot with { HealthReports = [.. snapshot.HealthReports, .. missing] };
    }
}
