using LocalAi.Dashboard.Receiver.Wire;
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
                Store(item);
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

    private void Store(IngestItem item)
    {
        switch (item.Request)
        {
            case ExportTraceServiceRequest traces:
                store.Add(traces);
                break;
            case ExportMetricsServiceRequest metrics:
                store.Add(metrics);
                break;
            case ExportLogsServiceRequest logs:
                store.Add(logs);
                break;
        }
    }

    [LoggerMessage(LogLevel.Error, "A request with {Items} items could not be stored")]
    private partial void LogNotStored(Exception error, int items);
}
