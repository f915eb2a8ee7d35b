namespace LocalAi.Hosting.Run.Containers;

/// <summary>Where a container engine's networks are, and so how a container reaches this machine.</summary>
internal enum EngineNetworks
{
    /// <summary>Bridges of this machine, made with the network, or behind a machine of the engine's own.</summary>
    Docker,

    /// <summary>Bridges of this machine, made with a network's first container.</summary>
    Podman,

    /// <summary>Podman 4 of an ordinary user: the networks are the user's own, and slirp4netns leads out of them.</summary>
    UserPodman4,

    /// <summary>Podman of an ordinary user since 5, where pasta leads out.</summary>
    UserPodman,
}
