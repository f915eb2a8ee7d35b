using System.Diagnostics;
using LocalAi.AgentApi.Knowledge.Parsing;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.AgentApi.Knowledge.Ingestion;

/// <summary>Takes one document in from wherever it stands: parse, cut, embed in batches, store.</summary>
internal sealed partial class IngestionJob(
    IngestionStore store, DocumentFormats formats, Embedder embedder, IOptions<KnowledgeOptions> options,
    TimeProvider time, ILogger<IngestionJob> logger)
{
    private const int MaxAttempts = 3;
    private static readonly TimeSpan ParseLimit = TimeSpan.FromMinutes(5);

    /// <summary>Goes on with a document; false when it has to wait for a model server, or is gone.</summary>
    /// <exception cref="NpgsqlException">The database does not answer; the document stays as far as it is.</exception>
    public async Task<bool> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            await ParseAsync(id, cancellationToken);
            var count = await EmbedAsync(id, cancellationToken);
            LogReady(id, count, time.GetElapsedTime(start).TotalSeconds);
            return true;
        }
        catch (UnreadableDocumentException exception)
        {
            LogUnreadable(id, exception.Message);
            await store.ReportAsync(id, exception.Message, failed: true, cancellationToken);
            return true;
        }
        catch (ModelServerException exception) when (exception.StatusCode is 400 or 413 or 422)
        {
            await store.ReportAsync(id, exception.Message, failed: true, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is ModelServerException or UnknownModelException)
        {
            await store.ReportAsync(id, $"Waiting for the embedding model. {exception.Message}", failed: false, cancellationToken);
            return false;
        }
        catch (Exception exception) when (exception is UnknownKnowledgeException or PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            // Deleted meanwhile.
            return false;
        }
    }

    private async Task ParseAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await store.BeginParsingAsync(id, cancellationToken) is not { } file)
        {
            return;
        }

        if (file.Attempts > MaxAttempts)
        {
            throw new UnreadableDocumentException($"The agent stopped {MaxAttempts} times while it read the document. It is not tried again.");
        }

        using var limit = new CancellationTokenSource(ParseLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // A parser that does not look at its token is left behind rather than waited for.
            var parsed = await Task.Run(() => formats.Parser(file.Format).Parse(file.Content, either.Token), either.Token).WaitAsync(either.Token);
            var chunks = Chunker.Split(parsed, options.Value.ChunkCharacters, options.Value.ChunkOverlapCharacters);
            await store.StoreChunksAsync(id, parsed, chunks, cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreadableDocumentException($"The document could not be read within {ParseLimit.TotalMinutes} minutes.", exception);
        }
    }

    private async Task<int> EmbedAsync(Guid id, CancellationToken cancellationToken)
    {
        var name = await embedder.ModelNameAsync(cancellationToken);
        var count = 0;
        while (await store.ListPendingAsync(id, name, options.Value.EmbeddingBatch, cancellationToken) is { Count: > 0 } chunks)
        {
            var vectors = await embedder.EmbedPassagesAsync(chunks.ConvertAll(chunk => chunk.Embedded), cancellationToken);
            var model = await store.ModelAsync(name, vectors[0].Length, cancellationToken);
            if (vectors.Any(vector => vector.Length != model.Dimensions))
            {
                throw new UnreadableDocumentException(
                    $"The model '{name}' now gives vectors of {vectors[0].Length} numbers, and gave {model.Dimensions} before. Install it under another name.");
            }

            await store.StoreVectorsAsync(id, model, chunks, vectors, cancellationToken);
            count += chunks.Count;
        }

        await store.FinishAsync(id, name, cancellationToken);
        return count;
    }

    [LoggerMessage(LogLevel.Information, "Took in document {Document}: {Count} passages in {Seconds:0.0} s")]
    private partial void LogReady(Guid document, int count, double seconds);

    [LoggerMessage(LogLevel.Warning, "Document {Document} cannot be read: {Reason}")]
    private partial void LogUnreadable(Guid document, string reason);
}
