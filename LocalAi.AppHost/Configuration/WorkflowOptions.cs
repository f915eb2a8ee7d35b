namespace LocalAi.AppHost.Configuration;

/// <summary>How n8n is set up, under <c>LocalAi:Workflows</c>.</summary>
internal sealed class WorkflowOptions
{
    /// <summary>The account that owns n8n; its password is generated.</summary>
    public string OwnerEmail { get; set; } = "owner@localai.internal";

    /// <summary>Whether workflows may run commands and read files of the machine or container that n8n runs in.</summary>
    public bool AllowRiskyNodes { get; set; }
}
