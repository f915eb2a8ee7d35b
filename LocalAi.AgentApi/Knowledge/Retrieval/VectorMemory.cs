using System.Runtime.InteropServices;
using LocalAi.AgentApi.Database;
using Npgsql;

namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>
/// Vectors in memory for exact search: 3 KiB for a passage of 768 dimensions, and only where the database has no pgvector. The database is
/// asked at each search which documents there are and how far they are, so that other agents' changes are seen; only what is new is read.
/// </summary>
internal sealed class VectorMemory(NpgsqlDataSource source) : IDisposable
{
    private const int BlockVectors = 4096;

    private readonly SemaphoreSlim _loading = new(1, 1);
    private Dictionary<Guid, (int ModelId, int Count, VectorBlock[] Blocks)> _documents = [];

    /// <summary>The vectors of a model in some collections.</summary>
    public async Task<List<VectorBlock>> ReadAsync(EmbeddingModel model, Guid[] collections, CancellationToken cancellationToken)
    {
        var wanted = await ListAsync(model, collections, cancellationToken);
        if (wanted.Exists(document => !IsCurrent(document, model)))
        {
            await _loading.WaitAsync(cancellationToken);
            try
            {
                await LoadAsync(model, wanted, cancellationToken);
            }
            finally
            {
                _loading.Release();
            }
        }

        var documents = _documents;
        return [.. wanted.SelectMany(document => documents.TryGetValue(document.Id, out var held) ? held.Blocks : [])];
    }

    public void Clear()
    {
        if (_documents.Count > 0)
        {
            _documents = [];
        }
    }

    public void Dispose() => _loading.Dispose();

    private bool IsCurrent((Guid Id, int Count) document, EmbeddingModel model) =>
        _documents.TryGetValue(document.Id, out var held) && held.ModelId == model.Id && held.Count == document.Count;

    private async Task<List<(Guid Id, int Count)>> ListAsync(EmbeddingModel model, Guid[] collections, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT id, embedded_count FROM knowledge_documents
            WHERE embedded_count > 0 AND embedding_model = $1 AND collection_id = ANY($2) ORDER BY id
            """);
        command.With(model.Name).With(collections);
        return await command.ToListAsync(row => (row.GetGuid(0), row.GetInt32(1)), cancellationToken);
    }

    /// <summary>Reads what is missing. Searches under way keep the dictionary that they have.</summary>
    private async Task LoadAsync(EmbeddingModel model, List<(Guid Id, int Count)> wanted, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<Guid, (int, int, VectorBlock[])>(_documents);
        foreach (var document in wanted.Where(document => !IsCurrent(document, model)))
        {
            documents[document.Id] = (model.Id, document.Count, await LoadAsync(model, document.Id, cancellationToken));
        }

        foreach (var gone in await ListGoneAsync([.. documents.Keys], cancellationToken))
        {
            documents.Remove(gone);
        }

        _documents = documents;
    }

    private async Task<VectorBlock[]> LoadAsync(EmbeddingModel model, Guid document, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT chunk_id, embedding FROM knowledge_vectors WHERE document_id = $1 AND model_id = $2 ORDER BY chunk_id");
        command.With(document).With(model.Id);
        var blocks = new List<VectorBlock>();
        var ids = new List<long>();
        var vectors = new List<float>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
            vectors.AddRange(reader.GetFieldValue<float[]>(1));
            if (ids.Count == BlockVectors)
            {
                Take();
            }
        }

        Take();
        return [.. blocks];

        void Take()
        {
            blocks.Add(new VectorBlock([.. ids], CollectionsMarshal.AsSpan(vectors).ToArray(), model.Dimensions));
            ids.Clear();
            vectors.Clear();
        }
    }

    private async Task<List<Guid>> ListGoneAsync(Guid[] held, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT id FROM unnest($1::uuid[]) AS held (id) WHERE NOT EXISTS (SELECT 1 FROM knowledge_documents d WHERE d.id = held.id)");
        command.With(held);
        return await command.ToListAsync(row => row.GetGuid(0), cancellationToken);
    }
}
