using LocalAi.AgentApi.Privacy;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.McpServers;

/// <summary>Keeps every configured MCP server connected for as long as the agent runs.</summary>
internal sealed class McpConnections(
    IOptions<McpServerList> servers, IOptions<PrivacyOptions> privacy, McpTools tools, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(servers.Value.Select(server =>
        new McpConnection(server.Key, server.Value, privacy.Value.LocalOnly, tools, time, loggers).RunAsync(stoppingToken)));
}
