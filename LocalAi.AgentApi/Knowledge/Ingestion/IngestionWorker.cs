using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Knowledge.Retrieval;
using LocalAi.AgentApi.ModelProviders;
using Npgsql;
using OpenTelemetry;

namespace LocalAi.AgentApi.Knowledge.Ingestion;

/// <summary>
/// Takes documents in, one after the other, in the background. What there is to do stands in the database, so a restart goes on where it
/// stopped; an advisory lock on each document lets several agents share the work.
/// </summary>
internal sealed partial class IngestionWorker(
    IngestionStore store, IngestionJob job, KnowledgeTools tools, VectorIndexes indexes, Embedder embedder, IngestionSignal signal, DatabaseMigrations migrations, NpgsqlDataSource source,
    TimeProvider time, ILogger<IngestionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At first for a database that got pgvector after it got vectors.
        var unindexed = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            var worked = false;
            try
            {
                if (migrations.Applied)
                {
                    worked = await WorkAsync(await LookAsync(stoppingToken), stoppingToken);
                    unindexed |= worked;
                    if (unindexed)
                    {
                        await indexes.EnsureAsync(isIdle: !worked, stoppingToken);
                        unindexed = worked;
                    }
                }
            }
            catch (NpgsqlException exception)
            {
                LogInterrupted(exception.Message);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogDefect(exception);
            }

            if (!worked)
            {
                await signal.WaitAsync(Pause, time, stoppingToken);
            }
        }
    }

    /// <summary>The documents that wait; offers or takes back the tools meanwhile.</summary>
    private async Task<IReadOnlyList<Guid>> LookAsync(CancellationToken cancellationToken)
    {
        var model = await ModelNameAsync(cancellationToken);

        // A trace every few seconds would bury those of the user.
        using var quiet = SuppressInstrumentationScope.Begin();
        tools.Offer(await store.HasDocumentsAsync(cancellationToken));
        return await store.ListWorkAsync(model, cancellationToken);
    }

    /// <summary>Works through what there is; false when nothing could be done.</summary>
    private async Task<bool> WorkAsync(IReadOnlyList<Guid> waiting, CancellationToken cancellationToken)
    {
        var worked = false;
        foreach (var id in waiting)
        {
            worked |= await RunLockedAsync(id, cancellationToken);
        }

        return worked;
    }

    private async Task<bool> RunLockedAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended($1::text, 4))", connection);
        take.With(id);
        if (await take.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return false;
        }

        try
        {
            return await job.RunAsync(id, cancellationToken);
        }
        finally
        {
            await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock(hashtextextended($1::text, 4))", connection);
            release.With(id);
            await release.ExecuteScalarAsync(CancellationToken.None);
        }
    }

    /// <summary>Null while no model can be asked: parsing needs none.</summary>
    private async Task<string?> ModelNameAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await embedder.ModelNameAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is ModelServerException or UnknownModelException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Taking in documents is interrupted ({Reason}); it goes on when the database answers")]
    private partial void LogInterrupted(string reason);

    [LoggerMessage(LogLevel.Error, "Taking in documents failed unexpectedly")]
    private partial void LogDefect(Exception exception);
}
