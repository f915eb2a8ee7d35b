using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Ollama;

/// <summary>The models of the stack, as connection strings <c>Endpoint=…;Model=…</c>, and where they are served.</summary>
internal sealed record ModelServer(
    IResourceBuilder<IResourceWithConnectionString> Chat,
    IResourceBuilder<IResourceWithConnectionString> Embedding,
    SourceDecision Decision);
