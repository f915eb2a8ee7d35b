using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>A model server behind one endpoint, whichever protocol it speaks. Every failure is a <see cref="ModelServerException"/>.</summary>
internal interface IModelServer
{
    /// <summary>The provider's name in telemetry.</summary>
    string Provider { get; }

    /// <summary>Chat with any of its models, named by <see cref="ChatOptions.ModelId"/>.</summary>
    IChatClient Chat { get; }

    /// <summary>Embeddings by any of its models, named by <see cref="EmbeddingGenerationOptions.ModelId"/>.</summary>
    IEmbeddingGenerator<string, Embedding<float>> Embeddings { get; }

    /// <summary>The models it offers now.</summary>
    Task<IReadOnlyList<ModelDescription>> ListModelsAsync(CancellationToken cancellationToken);
}
