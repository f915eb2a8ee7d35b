namespace LocalAi.AppHost.Configuration;

/// <summary>When the containers of the stack end.</summary>
internal enum ContainerLifetimeSetting
{
    /// <summary>With the stack.</summary>
    Session,

    /// <summary>Not with the stack: they go on, and the next start takes them over unless their settings have changed.</summary>
    Persistent,
}
