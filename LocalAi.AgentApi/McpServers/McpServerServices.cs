using LocalAi.AgentApi.Agents;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.McpServers;

internal static class McpServerServices
{
    /// <summary>Connects the configured MCP servers, n8n's among them, gives the agent their tools, and makes it a server itself.</summary>
    public static IServiceCollection AddMcpServers(this IServiceCollection services)
    {
        services.AddOptions<McpServerList>().BindConfiguration(McpServerOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<McpServerList>, McpServerList>();
        services.AddMcpEndpoint();
        return services
            .AddSingleton<McpTools>()
            .AddSingleton<IToolSource>(provider => provider.GetRequiredService<McpTools>())
            .AddHostedService<McpConnections>();
    }
}
