namespace LocalAi.AgentApi.ModelProviders;

/// <summary>Nobody serves the model that was asked for; the message names the ones that exist.</summary>
internal sealed class UnknownModelException(string model, IReadOnlyList<string> existing) : Exception(
    $"The model '{model}' does not exist. " + (existing.Count == 0
        ? "No model is installed: pull one with the model server."
        : $"Models that exist: {string.Join(", ", existing)}."))
{
    public string Model { get; } = model;

    public IReadOnlyList<string> Existing { get; } = existing;
}
