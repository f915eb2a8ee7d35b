using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Access;

/// <summary>Counts what callers have embedded.</summary>
internal sealed class MeteredEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, AccessMeter access)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var caller = access.Caller;
        await access.ThrowIfEndedAsync(caller, cancellationToken);
        var texts = values as IReadOnlyCollection<string> ?? [.. values];
        using var meter = access.Begin(caller, options?.ModelId, texts.Sum(text => (long)text.Length));
        var embeddings = await base.GenerateAsync(texts, options, cancellationToken);
        meter.Report(embeddings.Usage);
        return embeddings;
    }
}
