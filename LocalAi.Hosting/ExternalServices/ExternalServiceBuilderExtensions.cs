namespace Aspire.Hosting;

/// <summary>Declares services that the application does not run.</summary>
public static class ExternalServiceBuilderExtensions
{
    /// <summary>Declares a service at an address: scheme, host and port, no path.</summary>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return ExternalServiceResource.Problem(url, out var uri) is { } problem
            ? throw new ArgumentException($"The external service URL '{url}' is invalid: {problem}", nameof(url))
            : builder.AddExternalService(name, uri!);
    }

    /// <summary>Declares a service at an address: scheme, host and port, no path.</summary>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, Uri uri) =>
        Add(builder, new ExternalServiceResource(name, uri)).WithUrl(uri.ToString());

    /// <summary>Declares a service whose address is a parameter.</summary>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> urlParameter)
    {
        ArgumentNullException.ThrowIfNull(urlParameter);
        return Add(builder, new ExternalServiceResource(name, urlParameter.Resource)).WithUrl($"{urlParameter}");
    }

    private static IResourceBuilder<ExternalServiceResource> Add(IDistributedApplicationBuilder builder, ExternalServiceResource resource)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(resource)
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "ExternalService", State = KnownResourceStates.Waiting, Properties = [] })
            .ExcludeFromManifest()
            .OnInitializeResource(async (service, @event, cancellationToken) =>
            {
                await @event.Eventing.PublishAsync(new BeforeResourceStartedEvent(service, @event.Services), cancellationToken).ConfigureAwait(false);
                await @event.Notifications.PublishUpdateAsync(service, state => state with { State = KnownResourceStates.Running }).ConfigureAwait(false);
            });
    }
}
