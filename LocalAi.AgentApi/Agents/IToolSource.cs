namespace LocalAi.AgentApi.Agents;

/// <summary>
/// Where tools come from: plugins of the agent (<see cref="PluginTools"/>), MCP servers, webhooks. What a source offers may change while the
/// agent runs; a turn takes what is there when it begins.
/// </summary>
internal interface IToolSource
{
    IEnumerable<AgentTool> Tools { get; }
}
