using LocalAi.Hosting.Evaluation;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>
    /// Gives the resource another's connection string as <c>ConnectionStrings__NAME</c>, and its parts as <c>NAME_HOST</c>,
    /// <c>NAME_PORT</c>, ….
    /// </summary>
    /// <param name="builder">The resource that connects.</param>
    /// <param name="source">The resource that is connected to.</param>
    /// <param name="connectionName">The name in the variables; the resource's when null.</param>
    /// <param name="optional">Whether the connection string may be missing.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        var resource = source.Resource;
        connectionName ??= resource.Name;
        builder.WithReferenceRelationships(resource);
        return builder.WithEnvironment(context =>
        {
            var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName}";
            context.EnvironmentVariables[variable] = new ConnectionStringReference(resource, optional);
            var prefix = connectionName.Length == 0 ? "" : $"{VariableName.Encode(connectionName).ToUpperInvariant()}_";
            foreach (var (name, value) in resource.GetConnectionProperties())
            {
                context.EnvironmentVariables[$"{prefix}{name.ToUpperInvariant()}"] = value;
            }
        });
    }

    /// <summary>Tells the resource the endpoints of another: <c>NAME_ENDPOINT</c> and, for service discovery, <c>services__name__endpoint__0</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        return builder.ReferEndpoints(source.Resource);
    }

    /// <summary>Tells the resource the endpoints of another under a name of its own.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        return builder.ReferEndpoints(source.Resource, endpointName: null, name);
    }

    /// <summary>Tells the resource one endpoint of another.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(endpointReference);
        return builder.ReferEndpoints(endpointReference.Resource, endpointReference.EndpointName);
    }

    /// <summary>Tells the resource the address of a service: <c>services__name__default__0</c> and the name itself.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(uri);
        var problem = !uri.IsAbsoluteUri ? "it must be absolute"
            : uri.Fragment.Length > 0 ? "it cannot contain a fragment"
            : uri.Query.Length > 0 ? "it cannot contain a query string"
            : null;
        return problem is null
            ? builder.WithEnvironment($"services__{name}__default__0", uri.ToString()).WithEnvironment(VariableName.Encode(name), uri.ToString())
            : throw new InvalidOperationException(
                $"The URI for service reference '{name}' is invalid while configuring target resource '{builder.Resource.Name}': {problem}.");
    }

    /// <summary>Tells the resource the address of an external service.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<ExternalServiceResource> externalService)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(externalService);
        var service = externalService.Resource;
        builder.WithReferenceRelationships(service);
        var variable = VariableName.Encode(service.Name).ToUpperInvariant();
        if (service.Uri is { } known)
        {
            return builder.WithEnvironment(variable, known.ToString()).WithEnvironment($"services__{service.Name}__{known.Scheme}__0", known.ToString());
        }

        return builder.WithEnvironment(async context =>
        {
            // The parameter's value, and with it the scheme, is not known when publishing.
            var uri = await service.ResolveUriAsync(builder.Resource, context).ConfigureAwait(false);
            context.EnvironmentVariables[$"services__{service.Name}__{uri?.Scheme ?? "default"}__0"] = service.UrlParameter!;
            context.EnvironmentVariables[uri is null ? variable : $"{variable}_{uri.Scheme.ToUpperInvariant()}"] = service.UrlParameter!;
        });
    }

    /// <summary>A part of a resource's connection string; empty when it has none of that name.</summary>
    public static ReferenceExpression GetConnectionProperty(this IResourceWithConnectionString resource, string key)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.GetConnectionProperties().FirstOrDefault(property => string.Equals(property.Key, key, StringComparison.OrdinalIgnoreCase)).Value
            ?? ReferenceExpression.Empty;
    }

    /// <summary>Uses another resource's connection string.</summary>
    public static IResourceBuilder<T> WithConnectionStringRedirection<T>(this IResourceBuilder<T> builder, IResourceWithConnectionString resource)
        where T : IResourceWithConnectionString
    {
        ArgumentNullException.ThrowIfNull(resource);
        return builder.WithAnnotation(new ConnectionStringRedirectAnnotation(resource), ResourceAnnotationMutationBehavior.Replace);
    }

    private static IResourceBuilder<T> ReferEndpoints<T>(this IResourceBuilder<T> builder, IResourceWithEndpoints source, string? endpointName = null, string? name = null)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);

        // One annotation and one callback a source: further references to the same source only widen what is told.
        var annotation = builder.Resource.Annotations.OfType<EndpointReferenceAnnotation>().SingleOrDefault(reference => reference.Resource == source);
        if (annotation is null)
        {
            annotation = new EndpointReferenceAnnotation(source);
            builder.WithAnnotation(annotation).WithEnvironment(context => SetEndpointVariables(context, annotation, name));
        }

        if (endpointName is null)
        {
            annotation.UseAllEndpoints = true;
        }
        else
        {
            annotation.EndpointNames.Add(endpointName);
        }

        return builder.WithReferenceRelationships(source);
    }

    private static void SetEndpointVariables(EnvironmentCallbackContext context, EndpointReferenceAnnotation reference, string? name)
    {
        var serviceName = name ?? reference.Resource.Name;
        var prefix = VariableName.Encode(name ?? serviceName.ToUpperInvariant());
        foreach (var endpoint in reference.Resource.GetEndpoints())
        {
            if (!reference.EndpointNames.Contains(endpoint.EndpointName) && (!reference.UseAllEndpoints || endpoint.ExcludeReferenceEndpoint))
            {
                continue;
            }

            context.EnvironmentVariables[$"{prefix}_{VariableName.Encode(endpoint.EndpointName).ToUpperInvariant()}"] = endpoint;

            // Endpoints named http or https are found by their scheme, which may change after they were named.
            var key = endpoint.IsHttpSchemeNamedEndpoint ? endpoint.Scheme : endpoint.EndpointName;
            var index = 0;
            while (context.EnvironmentVariables.ContainsKey($"services__{serviceName}__{key}__{index}"))
            {
                index++;
            }

            context.EnvironmentVariables[$"services__{serviceName}__{key}__{index}"] = endpoint;
        }
    }
}
