using System.Collections.Concurrent;
using LocalAi.AgentApi.Database;
using Npgsql;

namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>
/// The HNSW index of each embedding model, where the database has pgvector. It is over the stored arrays cast to vectors, and partial, since
/// models differ in dimensions.
/// </summary>
internal sealed partial class VectorIndexes(NpgsqlDataSource source, ILogger<VectorIndexes> logger)
{
    /// <summary>pgvector indexes no longer vectors of full precision.</summary>
    private const int MaxDimensions = 2000;

    /// <summary>
    /// Up to so many vectors wait for their index while documents come: adding each to an index takes longer than all the rest of ingestion, and
    /// the exact search compares so many in time. bench/README.md has the measurements.
    /// </summary>
    private const int MaxUnindexed = 100_000;

    // From 0.8 on a filtered search goes on until it has enough; before, it could return none.
    private static readonly Version Oldest = new(0, 8);

    private readonly ConcurrentDictionary<int, bool> _usable = new();

    /// <summary>Whether a model's vectors can be searched by its index now.</summary>
    public async ValueTask<bool> IsUsableAsync(EmbeddingModel model, CancellationToken cancellationToken)
    {
        if (_usable.TryGetValue(model.Id, out var known) && known)
        {
            return true;
        }

        await using var command = source.CreateCommand("SELECT 1 FROM pg_index WHERE indexrelid = to_regclass($1) AND indisvalid AND indisready");
        command.With(Name(model));
        return _usable[model.Id] = await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Makes the indexes that are missing.</summary>
    /// <param name="isIdle">Nothing waits to be taken in; else only those are made that cannot wait.</param>
    public async Task EnsureAsync(bool isIdle, CancellationToken cancellationToken)
    {
        List<EmbeddingModel> models;
        await using (var command = source.CreateCommand("""
            SELECT m.id, m.name, m.dimensions FROM knowledge_models m
            WHERE $1 < (SELECT coalesce(sum(d.embedded_count), 0) FROM knowledge_documents d WHERE d.embedding_model = m.name)
            """))
        {
            command.With(isIdle ? 0 : MaxUnindexed);
            models = await command.ToListAsync(row => new EmbeddingModel(row.GetInt32(0), row.GetString(1), row.GetInt32(2)), cancellationToken);
        }

        foreach (var model in models)
        {
            await EnsureAsync(model, cancellationToken);
        }
    }

    /// <summary>Makes a model's index where it can be made and is not there.</summary>
    public async Task EnsureAsync(EmbeddingModel model, CancellationToken cancellationToken)
    {
        if (model.Dimensions > MaxDimensions || await IsUsableAsync(model, cancellationToken) || !await HasExtensionAsync(cancellationToken))
        {
            return;
        }

        LogBuilding(model.Name);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };

        // Several agents may come to this at once; the lock ends with the batch, which is one transaction.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock(4, {model.Id})"));
        // Several workers would share the graph in /dev/shm, of which containers have 64 MiB.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "SELECT set_config('maintenance_work_mem', '512MB', true), set_config('max_parallel_maintenance_workers', '0', true)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            CREATE INDEX IF NOT EXISTS {Name(model)} ON knowledge_vectors
            USING hnsw ((embedding::vector({model.Dimensions})) vector_cosine_ops) WHERE model_id = {model.Id}
            """));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        _usable[model.Id] = true;
    }

    private static string Name(EmbeddingModel model) => $"knowledge_vectors_hnsw_{model.Id}";

    private async Task<bool> HasExtensionAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT extversion FROM pg_extension WHERE extname = 'vector'");
        return Version.TryParse(await command.ExecuteScalarAsync(cancellationToken) as string, out var version) && version >= Oldest;
    }

    [LoggerMessage(LogLevel.Information, "Building the vector index of {Model}")]
    private partial void LogBuilding(string model);
}
