namespace LocalAi.AppHost.Ollama;

/// <summary>The models of the stack, as connection strings <c>Endpoint=…;Model=…</c>, and where they are served.</summary>
/// <param name="Chat">Connection string of the chat model.</param>
/// <param name="Embedding">Connection string of the embedding model.</param>
/// <param name="Url">The server's address, without a slash at its end, as each resource sees it.</param>
/// <param name="ChatModel">The chat model's name.</param>
/// <param name="EmbeddingModel">The embedding model's name.</param>
/// <param name="Simulated">Whether it is LocalAi's simulator.</param>
internal sealed record ModelServer(
    IResourceBuilder<IResourceWithConnectionString> Chat,
    IResourceBuilder<IResourceWithConnectionString> Embedding,
    ReferenceExpression Url,
    string ChatModel,
    string EmbeddingModel,
    bool Simulated = false);
