namespace LocalAi.AgentApi.McpServers;

/// <summary>An MCP server whose tools the agent has, section <c>McpServers:NAME</c>.</summary>
internal sealed class McpServerOptions
{
    public const string SectionName = "McpServers";

    /// <summary>Address of the server's streamable HTTP endpoint.</summary>
    public string Url { get; set; } = "";

    /// <summary>Bearer token; empty for none.</summary>
    public string Token { get; set; } = "";
}
