namespace Aspire.Hosting.ApplicationModel;

/// <summary>When a container ends.</summary>
public enum ContainerLifetime
{
    /// <summary>With the application.</summary>
    Session,

    /// <summary>Not with the application: the next run finds it again.</summary>
    Persistent,
}
