using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Evaluation;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>Publishes the states that an instance passes through.</summary>
internal sealed class InstanceState(IResource resource, string name, ResourceNotificationService notifications)
{
    public Task WaitingAsync() => UpdateAsync(before => Fresh(before) with { State = KnownResourceStates.Waiting });

    public Task StartingAsync() => UpdateAsync(before => Fresh(before) with { State = KnownResourceStates.Starting });

    public Task RunningAsync(
        IRunningResource running, IReadOnlyList<EvaluatedVariable> environment, IReadOnlyList<EvaluatedArgument> arguments, int restarts, DateTimeOffset now) =>
        UpdateAsync(before => before with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = now.UtcDateTime,
            Urls = Active(before, true),
            EnvironmentVariables = [.. environment.Select(variable => new EnvironmentVariableSnapshot(variable.Name, variable.Value, IsFromSpec: true))],
            Properties = [.. running.Properties.Select(property => new ResourcePropertySnapshot(property.Key, property.Value))
                .Append(new(ResourceProperties.Arguments, string.Join(' ', arguments.Select(argument => argument.IsSecret ? "(secret)" : argument.Value))))
                .Append(new(ResourceProperties.SecretVariables, string.Join(',', environment.Where(variable => variable.IsSecret).Select(variable => variable.Name))))
                .Append(new(ResourceProperties.Restarts, restarts))
                .Aggregate(before.Properties, With)],
        });

    public Task StoppingAsync() => UpdateAsync(before => before with { State = KnownResourceStates.Stopping, ResourceReady = null });

    /// <summary>It ended; with a reason when that was not to be expected.</summary>
    public Task EndedAsync(int? exitCode, bool asItShould, string? reason) => UpdateAsync(before => Ended(before, reason) with
    {
        State = asItShould && before.State?.Text != KnownResourceStates.Stopping
            ? KnownResourceStates.Finished
            : new ResourceStateSnapshot(KnownResourceStates.Exited, asItShould ? KnownResourceStateStyles.Info : KnownResourceStateStyles.Error),
        ExitCode = exitCode,
    });

    /// <summary>It was told to stop before it ran.</summary>
    public Task StoppedAsync() => UpdateAsync(before => Ended(before, null) with { State = new(KnownResourceStates.Exited, KnownResourceStateStyles.Info) });

    public Task FailedAsync(string reason) => UpdateAsync(before => Ended(before, reason) with { State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) });

    private Task UpdateAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => notifications.PublishUpdateAsync(resource, name, change);

    // Nothing that was found out about an earlier run holds for the next.
    private static CustomResourceSnapshot Fresh(CustomResourceSnapshot before) => before with
    {
        StartTimeStamp = null,
        StopTimeStamp = null,
        ExitCode = null,
        ResourceReady = null,
        HealthReports = [.. before.HealthReports.Select(report => report with { Status = null, Description = null, ExceptionText = null })],
        Properties = before.Properties.RemoveAll(property => property.Name == ResourceProperties.Reason),
    };

    private static CustomResourceSnapshot Ended(CustomResourceSnapshot before, string? reason)
    {
        var properties = before.Properties.RemoveAll(property => property.Name == ResourceProperties.ProcessId);
        return before with
        {
            StopTimeStamp = DateTime.UtcNow,
            ResourceReady = null,
            Urls = Active(before, false),
            Properties = reason is null ? properties : With(properties, new(ResourceProperties.Reason, reason)),
        };
    }

    private static ImmutableArray<UrlSnapshot> Active(CustomResourceSnapshot snapshot, bool active) =>
        [.. snapshot.Urls.Select(url => url with { IsInactive = !active })];

    private static ImmutableArray<ResourcePropertySnapshot> With(ImmutableArray<ResourcePropertySnapshot> all, ResourcePropertySnapshot property) =>
        [.. all.Where(other => other.Name != property.Name), property];
}
