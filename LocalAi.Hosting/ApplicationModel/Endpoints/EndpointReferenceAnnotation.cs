namespace Aspire.Hosting.ApplicationModel;

/// <summary>Which endpoints of another resource a resource is told about.</summary>
public sealed class EndpointReferenceAnnotation(IResourceWithEndpoints resource) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResourceWithEndpoints Resource { get; } = resource;

    /// <summary>Whether it is told about all of them.</summary>
    public bool UseAllEndpoints { get; set; }

    /// <summary>The endpoints it is told about by name.</summary>
    public HashSet<string> EndpointNames { get; } = new(StringComparer.OrdinalIgnoreCase);
}
