using System.Collections.Immutable;

namespace LocalAi.AppHost.Sources;

/// <summary>Shows where services come from in any Aspire dashboard.</summary>
internal static class SourceExtensions
{
    /// <summary>Shows <paramref name="decision"/> in the Source column, with the property <c>Reason</c> of the resource.</summary>
    public static IResourceBuilder<T> WithSource<T>(this IResourceBuilder<T> builder, string service, SourceDecision decision)
        where T : IResource =>
        builder
            .WithAnnotation(new SourceAnnotation(service, decision))
            .OnInitializeResource((resource, started, _) => started.Notifications.PublishUpdateAsync(
                resource, state => state with { Properties = state.Properties.AddRange(Properties(decision)) }));

    /// <summary>Shows a service that is off, with the reason and what would turn it on.</summary>
    public static IResourceBuilder<OffService> AddOffService(this IDistributedApplicationBuilder builder, string service, SourceDecision decision) =>
        builder.AddResource(new OffService(service))
            .WithAnnotation(new SourceAnnotation(service, decision))
            .WithInitialState(new CustomResourceSnapshot
            {
                ResourceType = "Service",
                State = new ResourceStateSnapshot("Off", KnownResourceStateStyles.Info),
                Properties = Properties(decision),
            })
            .ExcludeFromManifest();

    /// <summary>The service that a resource is; its own name may be another.</summary>
    public static string ServiceName(this IResource resource) => Annotation(resource)?.Service ?? resource.Name;

    /// <summary>Where the resource's service comes from; null where there is no choice.</summary>
    public static SourceDecision? Decision(this IResource resource) => Annotation(resource)?.Decision;

    private static SourceAnnotation? Annotation(IResource resource) => resource.Annotations.OfType<SourceAnnotation>().LastOrDefault();

    private static ImmutableArray<ResourcePropertySnapshot> Properties(SourceDecision decision)
    {
        var properties = ImmutableArray.Create(
            new ResourcePropertySnapshot(CustomResourceKnownProperties.Source, decision.Source.ToString().ToLowerInvariant()),
            new ResourcePropertySnapshot("Reason", decision.Reason));
        return decision.Remedy is { } remedy ? properties.Add(new("Remedy", remedy)) : properties;
    }
}
