using System.Diagnostics;
using System.Numerics.Tensors;
using System.Text;
using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Knowledge;
using LocalAi.AgentApi.Knowledge.Collections;
using LocalAi.AgentApi.Knowledge.Documents;
using LocalAi.AgentApi.Knowledge.Ingestion;
using LocalAi.AgentApi.Knowledge.Parsing;
using LocalAi.AgentApi.Knowledge.Retrieval;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LocalAi.KnowledgeBench;

/// <summary>The agent's own ingestion and search on a real database, without the model: its vectors are given.</summary>
internal sealed class KnowledgeBenchmark(NpgsqlDataSource source, SyntheticCorpus corpus)
{
    private const int Batch = 256;
    private const int Limit = 10;
    private const int Candidates = 50;
    private const int AddedLater = 1000;

    private readonly IngestionStore _store = new(source, TimeProvider.System);
    private readonly DocumentStore _documents = new(source, TimeProvider.System);
    private readonly long[] _chunkIds = new long[corpus.Count];

    public static async Task<string> RunAsync(string name, string database, SyntheticCorpus corpus)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Command Timeout=0");
        using var migrations = new DatabaseMigrations(source, TimeProvider.System, NullLogger<DatabaseMigrations>.Instance);
        await migrations.StartAsync(CancellationToken.None);
        await migrations.ExecuteTask!;
        return await new KnowledgeBenchmark(source, corpus).RunAsync(name);
    }

    private async Task<string> RunAsync(string name)
    {
        var collection = (await new CollectionStore(source, TimeProvider.System).CreateAsync("bench", keys: null, CancellationToken.None)).Id;
        var model = await _store.ModelAsync("bench", SyntheticCorpus.Dimensions, CancellationToken.None);
        var ingested = await IngestAsync(collection, model, corpus.Count);

        // As the agent does when nothing waits any more.
        var indexes = new VectorIndexes(source, NullLogger<VectorIndexes>.Instance);
        var start = Stopwatch.GetTimestamp();
        await indexes.EnsureAsync(model, CancellationToken.None);
        var indexed = await indexes.IsUsableAsync(model, CancellationToken.None);
        var built = indexed ? Stopwatch.GetElapsedTime(start).TotalSeconds : (double?)null;
        await ExecuteAsync("VACUUM ANALYZE");

        using var memory = new VectorMemory(source);
        var search = new VectorSearch(indexes, new IndexedVectorSearch(source), new ExactVectorSearch(memory));
        var found = new List<IReadOnlyList<Hit>>();
        var meaning = await MeasureAsync(async index => found.Add(await search.FindAsync(model, corpus.Queries[index], [collection], Candidates, CancellationToken.None)));
        var text = new TextSearch(source);
        var words = await MeasureAsync(index => text.FindAsync(corpus.QueryTexts[index], [collection], Candidates, CancellationToken.None));
        var recall = Recall(found);
        var added = indexed ? await IngestAsync(collection, model, AddedLater) : (double?)null;
        return BenchTable.Row(name, corpus.Count, meaning, recall, words, ingested, built, added);
    }

    /// <summary>Parses, cuts and stores documents with their vectors; the share of the model is left out.</summary>
    /// <returns>Passages a second.</returns>
    private async Task<double> IngestAsync(Guid collection, EmbeddingModel model, int passages)
    {
        var parser = new MarkdownParser();
        var spent = TimeSpan.Zero;
        for (var first = 0; first < passages; first += SyntheticCorpus.ChunksPerDocument)
        {
            var count = Math.Min(SyntheticCorpus.ChunksPerDocument, passages - first);
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(corpus.Document(count)));
            var start = Stopwatch.GetTimestamp();
            var (document, _) = await _documents.AddAsync(collection, $"{first}.md", "bench", "markdown", content, CancellationToken.None);
            var file = (await _store.BeginParsingAsync(document.Id, CancellationToken.None))!.Value;
            var parsed = parser.Parse(file.Content, CancellationToken.None);
            var chunks = Chunker.Split(parsed, characters: 1200, overlap: 200);
            await _store.StoreChunksAsync(document.Id, parsed, chunks, CancellationToken.None);
            var stored = first;
            while (await _store.ListPendingAsync(document.Id, model.Name, Batch, CancellationToken.None) is { Count: > 0 } pending)
            {
                await _store.StoreVectorsAsync(document.Id, model, pending, corpus.Vectors[stored..(stored + pending.Count)], CancellationToken.None);
                foreach (var chunk in pending)
                {
                    _chunkIds[stored++] = chunk.Id;
                }
            }

            await _store.FinishAsync(document.Id, model.Name, CancellationToken.None);
            spent += Stopwatch.GetElapsedTime(start);
        }

        return passages / spent.TotalSeconds;
    }

    /// <summary>The share of the true ten nearest that were among the first ten.</summary>
    private double Recall(List<IReadOnlyList<Hit>> found)
    {
        var right = 0;
        Parallel.For(0, SyntheticCorpus.Questions, index =>
        {
            var nearest = corpus.Vectors.Select((vector, position) => (Similarity: TensorPrimitives.Dot<float>(corpus.Queries[index], vector), position))
                .OrderByDescending(item => item.Similarity).Take(Limit).Select(item => _chunkIds[item.position]).ToHashSet();
            Interlocked.Add(ref right, found[found.Count - SyntheticCorpus.Questions + index].Take(Limit).Count(hit => nearest.Contains(hit.ChunkId)));
        });
        return (double)right / (SyntheticCorpus.Questions * Limit);
    }

    private static async Task<List<double>> MeasureAsync(Func<int, Task> search)
    {
        // The first ones load vectors, plans and code.
        for (var index = 0; index < 20; index++)
        {
            await search(index);
        }

        var milliseconds = new List<double>();
        for (var index = 0; index < SyntheticCorpus.Questions; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await search(index);
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return milliseconds;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
