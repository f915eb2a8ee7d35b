using Grpc.Core;
using LocalAi.Hosting.ResourceService;

namespace LocalAi.Dashboard.Resources;

/// <summary>Keeps the board as the host tells, over restarts of the host.</summary>
internal sealed partial class ResourceWatcher(ResourceServiceClient client, ResourceBoard board, TimeProvider time, ILogger<ResourceWatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!client.IsConfigured)
        {
            return;
        }

        board.SetConnection(HostConnection.Connecting);
        var wait = FirstWait;
        var isReconnect = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var problem = "The host ended the connection.";
            try
            {
                board.SetApplication(await client.GetApplicationNameAsync(stoppingToken));
                await foreach (var update in client.WatchAsync(isReconnect, stoppingToken))
                {
                    Apply(update);
                    isReconnect = true;
                    wait = FirstWait;
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException error)
            {
                problem = ResourceServiceClient.Explain(error);
                if (board.Connection == HostConnection.Connected)
                {
                    LogLost(problem);
                }
            }

            board.SetConnection(HostConnection.Lost, problem);
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private void Apply(WatchResourcesUpdate update)
    {
        if (update.KindCase == WatchResourcesUpdate.KindOneofCase.InitialData)
        {
            board.Replace(update.InitialData.Resources);
        }
        else
        {
            foreach (var change in update.Changes?.Value ?? [])
            {
                board.Apply(change);
            }
        }

        if (board.Connection != HostConnection.Connected)
        {
            board.SetConnection(HostConnection.Connected);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Connection to the host lost: {Problem}")]
    private partial void LogLost(string problem);
}
