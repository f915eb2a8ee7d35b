using LocalAi.Dashboard.Telemetry;

namespace LocalAi.Dashboard.Receiver;

/// <summary>Stores what was received: the one writer of the store.</summary>
internal sealed partial class IngestWorker(IngestQueue queue, TelemetryStore store, ILogger<IngestWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var item in queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                item.Signal.Store(store, item.Request);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // One request that cannot be stored must not end the storing of all others.
                LogNotStored(error, item.Items);
            }
            finally
            {
                queue.Done(item);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A request with {Items} items could not be stored")]
    private partial void LogNotStored(Exception error, int items);
}
