using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Knowledge.Ingestion;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.AgentApi.Knowledge.WatchedFolder;

/// <summary>
/// Keeps collections like the folders of <see cref="KnowledgeOptions.WatchDirectory"/>: looks every few seconds, since notifications are lost on network
/// shares and users have few of them.
/// </summary>
internal sealed partial class FolderWatch(
    FolderSynchronizer synchronizer, IngestionSignal signal, DatabaseMigrations migrations, IOptions<KnowledgeOptions> options, TimeProvider time,
    ILogger<FolderWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var folder = options.Value.WatchDirectory;
        if (folder.Length == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.WatchSeconds), time);
        do
        {
            try
            {
                if (migrations.Applied && await synchronizer.RunAsync(Directory.CreateDirectory(folder), stoppingToken))
                {
                    signal.Wake();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NpgsqlException or UnknownKnowledgeException)
            {
                // The last of these where someone deleted a document or collection meanwhile; the next look sees it.
                LogFailed(folder, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The folder {Folder} could not be looked through: {Reason}")]
    private partial void LogFailed(string folder, string reason);
}
