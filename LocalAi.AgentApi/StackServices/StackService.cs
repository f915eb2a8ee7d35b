namespace LocalAi.AgentApi.StackServices;

/// <summary>The services of the stack, in the order in which people look for them.</summary>
internal sealed record StackServiceList(IReadOnlyList<StackService> Items);

/// <summary>A service as it is right now.</summary>
/// <param name="Name">Its name in the stack.</param>
/// <param name="State"><c>up</c>, <c>down</c> or <c>off</c>.</param>
/// <param name="Source">container, native, embedded, external, project or off.</param>
/// <param name="Reason">Where it comes from in detail, or why it is off.</param>
/// <param name="Remedy">What would turn it on, or put a real one in a simulated one's place.</param>
/// <param name="Link">Its address for a browser.</param>
/// <param name="Uses">Names of the services that it is wired to.</param>
internal sealed record StackService(string Name, string State, string Source, string? Reason, string? Remedy, string? Link, IReadOnlyList<string> Uses)
{
    public const string Up = "up";
    public const string Down = "down";
    public const string Off = "off";
}
