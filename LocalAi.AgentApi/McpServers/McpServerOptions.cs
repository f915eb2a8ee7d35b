namespace LocalAi.AgentApi.McpServers;

/// <summary>An MCP server whose tools the agent has, section <c>McpServers:NAME</c>: at an address, or a program that the agent starts.</summary>
internal sealed class McpServerOptions
{
    public const string SectionName = "McpServers";

    /// <summary>Address of the server's streamable HTTP endpoint; empty for a program.</summary>
    public string Url { get; set; } = "";

    /// <summary>Bearer token; empty for none.</summary>
    public string Token { get; set; } = "";

    /// <summary>A program that speaks the protocol on its standard input and output.</summary>
    public string Command { get; set; } = "";

    /// <summary>Its arguments.</summary>
    public string[] Arguments { get; set; } = [];

    /// <summary>Environment variables that it gets besides the agent's harmless ones; never the agent's secrets.</summary>
    public Dictionary<string, string?> Environment { get; set; } = [];

    /// <summary>Whether calls change nothing, so that they may follow text from outside like a search.</summary>
    public bool ReadOnly { get; set; }
}
