using System.Collections.Concurrent;
using LocalAi.AgentApi.Agents;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.McpServers;

/// <summary>The tools of the MCP servers that are connected right now.</summary>
internal sealed class McpTools : IToolSource
{
    private readonly ConcurrentDictionary<string, KernelPlugin> _plugins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By name of the server. What a call does there is not known, so it counts as acting.</summary>
    public IEnumerable<AgentTool> Tools => _plugins.Values
        .OrderBy(plugin => plugin.Name, StringComparer.Ordinal)
        .SelectMany(plugin => plugin)
        .Select(function => new AgentTool(function, ToolEffect.Acts, Untrusted: true));

    public void Set(string server, KernelPlugin plugin) => _plugins[server] = plugin;

    public void Remove(string server) => _plugins.TryRemove(server, out _);
}
