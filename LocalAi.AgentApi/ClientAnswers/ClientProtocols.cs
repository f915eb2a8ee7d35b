using LocalAi.AgentApi.OllamaProtocol;
using LocalAi.AgentApi.OpenAiProtocol;

namespace LocalAi.AgentApi.ClientAnswers;

/// <summary>The protocols by which other programs use the agent: OpenAI's under <c>/v1</c>, Ollama's under <c>/api</c>.</summary>
internal static class ClientProtocols
{
    public static IServiceCollection AddClientProtocols(this IServiceCollection services) => services.AddSingleton<ClientChats>();

    public static void MapClientProtocols(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenAi();
        routes.MapOllama();
    }
}
