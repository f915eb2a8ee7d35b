namespace LocalAi.AgentApi.ModelProviders;

/// <summary>The models that exist, and the one that is used where none is named.</summary>
internal sealed record ModelList(string Default, IReadOnlyList<ModelDescription> Models);
