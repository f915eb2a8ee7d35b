using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>The commands start, stop and restart, which every resource has that the host runs; under Aspire's names.</summary>
internal static class LifecycleCommands
{
    public const string Start = "start";
    public const string Stop = "stop";
    public const string Restart = "restart";

    private static readonly string[] Stopped =
        [KnownResourceStates.NotStarted, KnownResourceStates.Finished, KnownResourceStates.Exited, KnownResourceStates.FailedToStart, KnownResourceStates.Unknown];

    /// <summary>Declares the commands on a resource, unless the app host has declared its own under these names.</summary>
    public static void AddTo(IResource resource, Func<ExecuteCommandContext, string, Task> run)
    {
        Add(Start, "Start", "Starts the resource.", "Play", state => IsStopped(state) ? ResourceCommandState.Enabled : ResourceCommandState.Hidden);
        Add(Stop, "Stop", "Stops the resource.", "Stop", state => state == KnownResourceStates.Stopping ? ResourceCommandState.Disabled
            : IsStopped(state) ? ResourceCommandState.Hidden : ResourceCommandState.Enabled);
        Add(Restart, "Restart", "Stops the resource and starts it again.", "ArrowCounterclockwise", state => state == KnownResourceStates.Running
            ? ResourceCommandState.Enabled : ResourceCommandState.Disabled);

        void Add(string name, string displayName, string description, string icon, Func<string?, ResourceCommandState> state)
        {
            if (resource.Annotations.OfType<ResourceCommandAnnotation>().Any(command => command.Name == name))
            {
                return;
            }

            resource.Annotations.Add(new ResourceCommandAnnotation(
                name,
                displayName,
                context => state(context.ResourceSnapshot.State?.Text),
                async context =>
                {
                    await run(context, name);
                    return CommandResults.Success();
                },
                description,
                parameter: null,
                confirmationMessage: null,
                icon,
                IconVariant.Regular,
                isHighlighted: name != Restart));
        }
    }

    private static bool IsStopped(string? state) => state is null || Stopped.Contains(state);
}
