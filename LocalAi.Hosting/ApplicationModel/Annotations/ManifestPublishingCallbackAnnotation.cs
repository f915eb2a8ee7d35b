using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Writes a resource to the manifest in its own way; no callback leaves it out.</summary>
public class ManifestPublishingCallbackAnnotation(Func<ManifestPublishingContext, Task>? callback) : IResourceAnnotation
{
    /// <summary>Leaves the resource out.</summary>
    public static readonly ManifestPublishingCallbackAnnotation Ignore = new(null);

    /// <summary>The callback.</summary>
    public Func<ManifestPublishingContext, Task>? Callback { get; } = callback;
}
