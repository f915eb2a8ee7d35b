namespace LocalAi.Web.Agent;

/// <summary>The models of the agent; <paramref name="Default"/> is the id of the chat model used when none is chosen.</summary>
public sealed record ModelList(string? Default, IReadOnlyList<ModelInfo> Models);
