namespace LocalAi.AppHost.Configuration;

/// <summary>What may leave this network, under <c>LocalAi:Privacy</c>.</summary>
internal sealed class PrivacySettings
{
    /// <summary>Whether the agent refuses model servers that are not on this machine or its network.</summary>
    public bool LocalOnly { get; set; } = true;
}
