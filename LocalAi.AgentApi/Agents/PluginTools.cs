using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Agents;

/// <summary>The functions of a plugin as tools that all have the same effect.</summary>
internal sealed class PluginTools(KernelPlugin plugin, ToolEffect effect, bool untrusted) : IToolSource
{
    public IEnumerable<AgentTool> Tools { get; } = [.. plugin.Select(function => new AgentTool(function, effect, untrusted))];
}
