using LocalAi.ModelSimulator.Answers;
using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Ollama;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Embeddings;

/// <summary>Embeds texts through the same load, queue and prefill as answers take.</summary>
internal sealed class Embedder(ModelScheduler scheduler, Pacer pacer)
{
    /// <param name="model">An embedding model.</param>
    /// <param name="texts">One vector for each.</param>
    /// <param name="options">Context length.</param>
    /// <param name="keepAlive">Null for the configured one.</param>
    /// <param name="truncate">Whether a text longer than the context is cut; if not it is an error.</param>
    /// <param name="dimensions">Fewer than the model's: vectors are cut and scaled to length 1 again; 0 for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Embedded> EmbedAsync(
        SimulatedModel model,
        IReadOnlyList<string> texts,
        GenerationOptions options,
        TimeSpan? keepAlive,
        bool truncate,
        int dimensions,
        CancellationToken cancellationToken)
    {
        var started = Pacer.Now;
        using var lease = await scheduler.AcquireAsync(model, options.NumCtx, keepAlive, cancellationToken);
        var load = Pacer.Span(Pacer.Now - started);
        if (texts.Count == 0)
        {
            return new([], 0, load, load);
        }

        if (!model.Can("embedding"))
        {
            throw new OllamaException(StatusCodes.Status501NotImplemented, "this model does not support embeddings");
        }

        await lease.EnterSlotAsync(cancellationToken);
        var contextTokens = lease.Loaded.ContextLength;
        var counts = texts.Select(text => Tokens.Count(text)).ToList();
        if (!truncate && counts.Exists(count => count > contextTokens))
        {
            throw new OllamaException(StatusCodes.Status400BadRequest, "the input length exceeds the context length");
        }

        var tokens = counts.Sum(count => Math.Min(count, contextTokens));
        using var prefill = await lease.Loaded.Clock.BeginPrefillAsync(tokens, cancellationToken);
        var vectors = new List<float[]>(texts.Count);
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            vectors.Add(Embed(text[..Tokens.LengthOf(text, contextTokens)], model.EmbeddingLength, dimensions));
        }

        await pacer.WaitUntilAsync(new PacedWait(), prefill.End, cancellationToken);
        return new(vectors, tokens, Pacer.Span(Pacer.Now - started), load);
    }

    private static float[] Embed(string text, int length, int dimensions)
    {
        var vector = HashedEmbedding.Embed(text, length);
        return dimensions > 0 && dimensions < length ? HashedEmbedding.Normalize(vector[..dimensions]) : vector;
    }
}
