namespace LocalAi.AgentApi.ModelProviders;

/// <summary>A further model server, section <c>Providers:NAME</c>; its models are called <c>NAME/model</c>.</summary>
internal sealed class ProviderOptions
{
    public const string SectionName = "Providers";

    /// <summary>The base address; which protocol it speaks is asked.</summary>
    public string Url { get; set; } = "";

    /// <summary>Sent as a bearer token.</summary>
    public string? Key { get; set; }

    /// <summary>The models to offer; all that the server lists when empty.</summary>
    public string[] Models { get; set; } = [];

    /// <summary>Instead of <c>Agent:FirstTokenTimeoutSeconds</c>.</summary>
    public double? FirstTokenTimeoutSeconds { get; set; }

    /// <summary>Instead of <c>Agent:TokenTimeoutSeconds</c>.</summary>
    public double? TokenTimeoutSeconds { get; set; }
}
