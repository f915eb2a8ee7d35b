namespace LocalAi.Web.Agent;

/// <summary>The services of the stack.</summary>
internal sealed record StackServiceList(IReadOnlyList<StackService> Items);

/// <summary>A service of the stack as it is right now; <see cref="State"/> is <c>up</c>, <c>down</c> or <c>off</c>.</summary>
internal sealed record StackService(
    string Name, string State, string Source, string? Reason, string? Remedy, string? Link, IReadOnlyList<string> Uses);
