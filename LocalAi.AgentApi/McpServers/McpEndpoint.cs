using System.Text.Json;
using LocalAi.AgentApi.Agents;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.McpServers;

/// <summary>
/// <c>/mcp</c>: the agent's own tools for other programs that speak the Model Context Protocol, such as editors. Tools of MCP servers are not
/// passed on: whoever wants them asks those servers.
/// </summary>
internal static class McpEndpoint
{
    public static void AddMcpEndpoint(this IServiceCollection services) => services
        .AddMcpServer(server => server.ServerInfo = new() { Name = "localai", Title = "LocalAi agent", Version = "1.0" })
        // Nothing is kept between requests, so any of several agents can answer the next one.
        .WithHttpTransport(transport => transport.Stateless = true)
        .WithListToolsHandler((context, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Catalog(context.Services).OwnTools.Select(Describe)] }))
        .WithCallToolHandler(CallAsync);

    private static ToolCatalog Catalog(IServiceProvider? services) => services!.GetRequiredService<ToolCatalog>();

    private static Tool Describe(AgentTool tool) => new()
    {
        Name = tool.Name,
        Description = tool.Function.Description,
        InputSchema = tool.Parameters,
        Annotations = new() { ReadOnlyHint = tool.Effect != ToolEffect.Acts, OpenWorldHint = tool.Effect != ToolEffect.None },
    };

    private static async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var name = context.Params!.Name;
        if (!Catalog(context.Services).OwnTools.Any(tool => tool.Name == name))
        {
            throw new McpProtocolException($"There is no tool '{name}'.", McpErrorCode.InvalidParams);
        }

        var (call, text) = await context.Services!.GetRequiredService<AgentTools>().For(new TurnContext("", tools: [name]))
            .RunAsync(name, context.Params.Arguments ?? new Dictionary<string, JsonElement>(), cancellationToken);
        return new CallToolResult { Content = [new TextContentBlock { Text = text }], IsError = call.Status != ToolCall.Succeeded };
    }
}
