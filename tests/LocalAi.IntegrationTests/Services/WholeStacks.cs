namespace LocalAi.IntegrationTests.Services;

/// <summary>Stacks with everything in them run one after the other: n8n alone keeps a small machine busy for half a minute.</summary>
[CollectionDefinition(nameof(WholeStacks), DisableParallelization = true)]
public sealed class WholeStacks;
