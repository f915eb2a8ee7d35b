namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a resource stands to another.</summary>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Reference, WaitFor, Parent or a word of one's own.</summary>
    public string Type { get; } = type;
}
