using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>Waits for what a resource declares to wait for. A dependency that crashed and is about to be restarted has not failed.</summary>
internal sealed class DependencyWaits(ResourceNotificationService notifications, RestartingResources restarting)
{
    /// <summary>Returns when all waits are over.</summary>
    /// <exception cref="DependencyFailedException">One of them can no longer end; the message says which and why.</exception>
    public async Task WaitAsync(IResource resource, CancellationToken cancellationToken)
    {
        using var firstFailure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitAsync(wait, firstFailure.Token)).ToList();
        while (waits.Count > 0)
        {
            var ended = await Task.WhenAny(waits);
            waits.Remove(ended);
            if (ended.IsFaulted)
            {
                await firstFailure.CancelAsync();
            }

            await ended;
        }
    }

    /// <summary>Returns when none of the dependencies is in a failed state any more.</summary>
    public async Task WaitForRecoveryAsync(IResource resource, CancellationToken cancellationToken)
    {
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
        {
            await notifications.WaitForResourceAsync(wait.Resource.Name, @event => Failure(wait, @event) is null, cancellationToken);
        }
    }

    private async Task WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var @event = await notifications.WaitForResourceAsync(
            wait.Resource.Name, @event => IsOver(wait, @event.Snapshot) || Failure(wait, @event) is not null, cancellationToken);
        if (Failure(wait, @event) is { } failure)
        {
            throw new DependencyFailedException(failure);
        }

        if (wait.WaitType == WaitType.WaitUntilHealthy)
        {
            await @event.Snapshot.ResourceReady!.WaitAsync(cancellationToken);
        }
    }

    private static bool IsOver(WaitAnnotation wait, CustomResourceSnapshot snapshot) => wait.WaitType switch
    {
        WaitType.WaitUntilHealthy => snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReady: not null },
        WaitType.WaitForCompletion => HasEnded(snapshot),
        _ => snapshot.State?.Text is { } state && (state == KnownResourceStates.Running || state == KnownResourceStates.Active || HasEnded(snapshot)),
    };

    private string? Failure(WaitAnnotation wait, ResourceEvent @event)
    {
        var snapshot = @event.Snapshot;
        var name = wait.Resource.Name;
        if (snapshot.State?.Text == KnownResourceStates.FailedToStart)
        {
            var reason = snapshot.Properties.FirstOrDefault(property => property.Name == ResourceProperties.Reason)?.Value;
            return $"It waits for '{name}', which could not be started{(reason is null ? "." : $": {reason}")}";
        }

        if (!HasEnded(snapshot))
        {
            return null;
        }

        return wait.WaitType switch
        {
            WaitType.WaitForCompletion when snapshot.ExitCode is { } code && code != wait.ExitCode =>
                $"It waits for '{name}' to complete with exit code {wait.ExitCode}, but that ended with {code}.",
            WaitType.WaitUntilHealthy when !restarting.Contains(wait.Resource) => $"It waits for '{name}', which has ended.",
            _ => null,
        };
    }

    private static bool HasEnded(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text is { } state && (state == KnownResourceStates.Finished || state == KnownResourceStates.Exited);
}
