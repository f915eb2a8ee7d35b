namespace LocalAi.AgentApi.ModelProviders;

/// <summary>How long a model server may be silent.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="Setting">The full key of the setting that says so; null where none does.</param>
internal sealed record ModelTimeout(double Seconds, string? Setting = null);
