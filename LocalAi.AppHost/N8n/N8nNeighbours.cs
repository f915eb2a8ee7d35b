using LocalAi.AppHost.Ollama;
using LocalAi.AppHost.Postgres;
using LocalAi.AppHost.Searxng;

namespace LocalAi.AppHost.N8n;

/// <summary>The services that n8n is configured for.</summary>
internal sealed record N8nNeighbours(
    ReferenceExpression Agent,
    IResourceBuilder<ParameterResource> AgentKey,
    ModelServer Models,
    SearchService Search,
    Database Database,
    StarterWorkflows Workflows);
