namespace LocalAi.AgentApi.Knowledge.Collections;

/// <summary>The collections that the caller may use, by name.</summary>
internal sealed record CollectionList(IReadOnlyList<Collection> Items);
