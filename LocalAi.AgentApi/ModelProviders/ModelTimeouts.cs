namespace LocalAi.AgentApi.ModelProviders;

/// <summary>How long a model server may take to its first token and between two tokens.</summary>
internal sealed record ModelTimeouts(ModelTimeout FirstToken, ModelTimeout Token)
{
    /// <summary>Those of the agent's settings.</summary>
    public static ModelTimeouts Of(AgentOptions options) => new(
        new(options.FirstTokenTimeoutSeconds, $"{AgentOptions.SectionName}:{nameof(options.FirstTokenTimeoutSeconds)}"),
        new(options.TokenTimeoutSeconds, $"{AgentOptions.SectionName}:{nameof(options.TokenTimeoutSeconds)}"));

    /// <summary>The same with what a provider has of its own.</summary>
    public ModelTimeouts With(string name, ProviderOptions provider) => new(
        Own(name, nameof(provider.FirstTokenTimeoutSeconds), provider.FirstTokenTimeoutSeconds) ?? FirstToken,
        Own(name, nameof(provider.TokenTimeoutSeconds), provider.TokenTimeoutSeconds) ?? Token);

    private static ModelTimeout? Own(string provider, string setting, double? seconds) =>
        seconds is { } own ? new(own, $"{ProviderOptions.SectionName}:{provider}:{setting}") : null;
}
