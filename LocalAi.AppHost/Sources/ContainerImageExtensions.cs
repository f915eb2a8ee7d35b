namespace LocalAi.AppHost.Sources;

/// <summary>Pinned images, and the operator's own in their place.</summary>
internal static class ContainerImageExtensions
{
    /// <summary>Runs the image that <c>LocalAi:Services:&lt;service&gt;:Image</c> names, where it is set; else leaves the pinned one.</summary>
    public static IResourceBuilder<T> WithConfiguredImage<T>(this IResourceBuilder<T> builder, LocalAiStack stack, string service)
        where T : ContainerResource =>
        stack.Options.Services.GetValueOrDefault(service)?.Image is { } image ? builder.WithImageReference(image) : builder;

    /// <summary>Runs <paramref name="image"/>, a name with a tag.</summary>
    public static IResourceBuilder<T> WithImageReference<T>(this IResourceBuilder<T> builder, string image)
        where T : ContainerResource
    {
        // The last colon parts name and tag, unless it belongs to the registry's port ("localhost:5000/name").
        var colon = image.LastIndexOf(':');
        var hasTag = colon > image.LastIndexOf('/');
        return builder
            .WithImage(hasTag ? image[..colon] : image, hasTag ? image[(colon + 1)..] : null)
            .WithImageRegistry(null);
    }
}
