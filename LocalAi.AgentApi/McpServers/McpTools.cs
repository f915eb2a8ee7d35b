using System.Collections.Concurrent;
using LocalAi.AgentApi.Agents;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.McpServers;

/// <summary>The tools of the MCP servers that are connected right now.</summary>
internal sealed class McpTools : IToolSource
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<AgentTool>> _tools = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By name of the server.</summary>
    public IEnumerable<AgentTool> Tools => _tools.OrderBy(server => server.Key, StringComparer.Ordinal).SelectMany(server => server.Value);

    /// <summary>What a call does there is not known, so it counts as acting unless the operator says that it only reads.</summary>
    public void Set(string server, KernelPlugin plugin, bool readOnly) =>
        _tools[server] = [.. plugin.Select(function => new AgentTool(function, readOnly ? ToolEffect.Reads : ToolEffect.Acts, Untrusted: true))];

    public void Remove(string server) => _tools.TryRemove(server, out _);
}
