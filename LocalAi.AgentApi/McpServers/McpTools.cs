using System.Collections.Concurrent;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.McpServers;

/// <summary>The tools of the MCP servers that are connected right now.</summary>
internal sealed class McpTools
{
    private readonly ConcurrentDictionary<string, KernelPlugin> _plugins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A plugin per server, by name.</summary>
    public IEnumerable<KernelPlugin> Plugins => _plugins.Values.OrderBy(plugin => plugin.Name, StringComparer.Ordinal);

    public void Set(string server, KernelPlugin plugin) => _plugins[server] = plugin;

    public void Remove(string server) => _plugins.TryRemove(server, out _);
}
