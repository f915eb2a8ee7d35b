namespace LocalAi.AgentApi.StackServices;

/// <summary>The services of the stack that the agent is part of, section <c>Stack</c>; set by the app host.</summary>
internal sealed class StackOptions
{
    public const string SectionName = "Stack";

    public StackServiceOptions[] Services { get; set; } = [];
}

/// <summary>What the app host knows of a service.</summary>
internal sealed class StackServiceOptions
{
    public string Name { get; set; } = "";

    /// <summary>container, native, embedded, external, project or off.</summary>
    public string Source { get; set; } = "";

    /// <summary>Where it comes from in detail, or why it is off.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What would turn it on, or put a real one in a simulated one's place; else empty.</summary>
    public string Remedy { get; set; } = "";

    /// <summary>Its address for a browser; empty when it has no page.</summary>
    public string Link { get; set; } = "";

    /// <summary>Where the agent asks whether it is up: an http address that answers 200, or <c>tcp://host:port</c>.</summary>
    public string Health { get; set; } = "";

    /// <summary>Names of the services that it is wired to.</summary>
    public string[] Uses { get; set; } = [];
}
