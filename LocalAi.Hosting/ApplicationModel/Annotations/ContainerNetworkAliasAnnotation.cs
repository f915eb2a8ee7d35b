namespace Aspire.Hosting.ApplicationModel;

/// <summary>A further host name of a container on the containers' network.</summary>
public sealed class ContainerNetworkAliasAnnotation(string alias) : IResourceAnnotation
{
    /// <summary>The host name.</summary>
    public string Alias { get; } = alias;
}
