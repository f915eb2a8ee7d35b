using Aspire.Hosting.ApplicationModel;
using Grpc.Core;
using Microsoft.Extensions.Hosting;


namespace LocalAi.Hosting.ResourceService;

/// <summary>The calls of the resource-service protocol.</summary>
internal sealed class ResourceServiceEndpoint(
    ResourceNotificationService notifications,
    ResourceLoggerService consoles,
    ResourceMessages messages,
    ResourceCommands commands,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime) : DashboardService.DashboardServiceBase
{
    private const string AppHostSuffix = ".AppHost";

    public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context)
    {
        var name = environment.ApplicationName;
        return Task.FromResult(new ApplicationInformationResponse
        {
            ApplicationName = name.EndsWith(AppHostSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^AppHostSuffix.Length] : name,
        });
    }

    public override async Task WatchResources(WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context)
    {
        using var ended = Ended(context);
        await using var events = notifications.WatchAsync(ended.Token).GetAsyncEnumerator(ended.Token);
        try
        {
            // What is there already comes at once; the first event to be waited for is a change.
            var next = events.MoveNextAsync().AsTask();
            var initial = new WatchResourcesUpdate { InitialData = new InitialResourceData() };
            (var ready, next) = await TakeReadyAsync(events, next);
            initial.InitialData.Resources.AddRange(ready.Select(messages.Describe));
            await responseStream.WriteAsync(initial, ended.Token);
            while (await next)
            {
                var update = new WatchResourcesUpdate { Changes = new WatchResourcesChanges() };
                (ready, next) = await TakeReadyAsync(events, next);
                update.Changes.Value.AddRange(ready.Select(@event => new WatchResourcesChange { Upsert = messages.Describe(@event) }));
                await responseStream.WriteAsync(update, ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The dashboard is gone, or the host ends.
        }
    }

    public override async Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context)
    {
        using var ended = Ended(context);
        var lines = request.SuppressFollow ? consoles.GetAllAsync(request.ResourceName) : consoles.WatchAsync(request.ResourceName);
        try
        {
            await foreach (var batch in lines.WithCancellation(ended.Token))
            {
                var update = new WatchResourceConsoleLogsUpdate();
                update.LogLines.AddRange(batch.Select(Line));
                await responseStream.WriteAsync(update, ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The dashboard is gone, or the host ends.
        }
    }

    public override Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context) =>
        commands.ExecuteAsync(request.ResourceName, request.CommandName, context.CancellationToken);

    // Everything that can be had without waiting, the latest of each resource only, and the move that has to be waited for.
    private static async Task<(ICollection<ResourceEvent> Ready, Task<bool> Next)> TakeReadyAsync(IAsyncEnumerator<ResourceEvent> events, Task<bool> next)
    {
        var latest = new Dictionary<string, ResourceEvent>();
        while (next.IsCompleted && await next)
        {
            latest[events.Current.ResourceId] = events.Current;
            next = events.MoveNextAsync().AsTask();
        }

        return (latest.Values, next);
    }

    private CancellationTokenSource Ended(ServerCallContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopped);

    private static ConsoleLogLine Line(LogLine line) => new() { Text = line.Content, IsStdErr = line.IsErrorMessage, LineNumber = line.LineNumber };
}
