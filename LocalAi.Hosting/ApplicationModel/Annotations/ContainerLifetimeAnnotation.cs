namespace Aspire.Hosting.ApplicationModel;

/// <summary>When a container ends.</summary>
public sealed class ContainerLifetimeAnnotation : IResourceAnnotation
{
    /// <summary>When it ends.</summary>
    public required ContainerLifetime Lifetime { get; set; }
}
