using LocalAi.AgentApi.McpServers;

namespace LocalAi.AgentApi.Agents;

/// <summary>Every tool of every source, as it is now.</summary>
internal sealed class ToolCatalog(IEnumerable<IToolSource> sources)
{
    private readonly IToolSource[] _sources = [.. sources];

    /// <summary>Those that the agent itself has, without the ones of MCP servers.</summary>
    public IEnumerable<AgentTool> OwnTools => _sources.Where(source => source is not McpTools).SelectMany(source => source.Tools).DistinctBy(tool => tool.Name);

    /// <summary>By source in the order of registration; of two with one name the first counts.</summary>
    public IReadOnlyList<AgentTool> Tools => [.. _sources.SelectMany(source => source.Tools).DistinctBy(tool => tool.Name)];
}
