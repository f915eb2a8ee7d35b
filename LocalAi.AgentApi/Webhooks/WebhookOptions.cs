namespace LocalAi.AgentApi.Webhooks;

/// <summary>A web address that is a tool, section <c>Webhooks:NAME</c>: the tool is <c>webhook_NAME</c>.</summary>
internal sealed class WebhookOptions
{
    public const string SectionName = "Webhooks";

    /// <summary>Where the arguments are sent, as a JSON object.</summary>
    public string Url { get; set; } = "";

    /// <summary>What models are told about it: what it does, and what it answers.</summary>
    public string Description { get; set; } = "";

    /// <summary>JSON schema of the arguments, an object; empty for none.</summary>
    public string Schema { get; set; } = "";

    /// <summary><c>POST</c>, <c>PUT</c>, or <c>GET</c> with the arguments in the query.</summary>
    public string Method { get; set; } = "POST";

    /// <summary>Bearer token; empty for none.</summary>
    public string Token { get; set; } = "";

    /// <summary>Whether a call changes nothing, so that it may follow text from outside like a search.</summary>
    public bool ReadOnly { get; set; }
}
