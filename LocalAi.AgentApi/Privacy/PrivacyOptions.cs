namespace LocalAi.AgentApi.Privacy;

/// <summary>What may leave, section <c>Privacy</c>.</summary>
internal sealed class PrivacyOptions
{
    public const string SectionName = "Privacy";

    /// <summary>Whether model servers, webhooks and MCP servers must be on this machine or its network, so that nothing leaves by mistake.</summary>
    public bool LocalOnly { get; set; } = true;
}
