using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>The Ollama server whose models are managed: the first that is configured and answers.</summary>
internal sealed class ModelServers(ModelCatalog catalog)
{
    /// <summary>The server, or null when every configured one speaks another protocol.</summary>
    /// <exception cref="ModelServerException">No configured server answers.</exception>
    public async Task<OllamaServer?> FindAsync(CancellationToken cancellationToken)
    {
        await catalog.RefreshAsync(cancellationToken);
        return await catalog.OllamaServersAsync(cancellationToken) is [var first, ..] ? first : null;
    }

    /// <summary>The server to change models on.</summary>
    /// <exception cref="ModelServerException">409: the configured provider's models cannot be changed.</exception>
    public async Task<OllamaServer> GetAsync(CancellationToken cancellationToken) => await FindAsync(cancellationToken)
        ?? throw new ModelServerException(StatusCodes.Status409Conflict, "models_read_only", "The configured model provider is not Ollama: its models can be used from here, not changed.");
}
