using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalAi.Hosting.Evaluation;

/// <summary>
/// Works out what a resource is started with. In run mode values are texts as the resource sees them (a container sees other
/// containers by name) and the evaluation waits until endpoints are allocated; in publish mode they are manifest expressions.
/// </summary>
internal static class ResourceEvaluator
{
    /// <summary>The environment variables in the order they were first set.</summary>
    public static async Task<IReadOnlyList<EvaluatedVariable>> GetEnvironmentAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        var declared = await GatherEnvironmentAsync(resource, executionContext, logger, cancellationToken).ConfigureAwait(false);
        var variables = new List<EvaluatedVariable>(declared.Count);
        foreach (var (name, value) in declared)
        {
            if (await ResolveAsync(resource, value, executionContext, cancellationToken).ConfigureAwait(false) is { } text)
            {
                variables.Add(new(name, value, text, HoldsSecret(value)));
            }
        }

        return variables;
    }

    /// <summary>The command-line arguments.</summary>
    public static async Task<IReadOnlyList<EvaluatedArgument>> GetArgumentsAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        var declared = await GatherArgumentsAsync(resource, executionContext, logger, cancellationToken).ConfigureAwait(false);
        var arguments = new List<EvaluatedArgument>(declared.Count);
        foreach (var value in declared)
        {
            if (await ResolveAsync(resource, value, executionContext, cancellationToken).ConfigureAwait(false) is { } text)
            {
                arguments.Add(new(value, text, HoldsSecret(value)));
            }
        }

        return arguments;
    }

    /// <summary>The addresses shown for a resource: one for each allocated endpoint, the declared ones, then what callbacks made of them.</summary>
    public static async Task<IReadOnlyList<ResourceUrlAnnotation>> GetUrlsAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        var urls = resource is IResourceWithEndpoints withEndpoints
            ? withEndpoints.GetEndpoints().Where(endpoint => endpoint.IsAllocated)
                .Select(endpoint => new ResourceUrlAnnotation { Url = endpoint.Url, Endpoint = endpoint }).ToList()
            : [];
        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>()
            .Select(url => new ResourceUrlAnnotation { Url = url.Url, DisplayText = url.DisplayText, Endpoint = url.Endpoint, DisplayOrder = url.DisplayOrder, DisplayLocation = url.DisplayLocation }));
        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken) { Logger = logger ?? NullLogger.Instance };
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        foreach (var url in urls.Where(url => url.Endpoint is { IsAllocated: true } && !url.Url.Contains("://", StringComparison.Ordinal)))
        {
            url.Url = new Uri(new Uri(url.Endpoint!.Url), url.Url).ToString();
        }

        return urls;
    }

    internal static async Task<Dictionary<string, object>> GatherEnvironmentAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, ILogger? logger, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, [], cancellationToken) { Logger = logger ?? NullLogger.Instance };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        return context.EnvironmentVariables;
    }

    internal static async Task<List<object>> GatherArgumentsAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, ILogger? logger, CancellationToken cancellationToken)
    {
        var arguments = new List<object>();
        var context = new CommandLineArgsCallbackContext(arguments, resource, cancellationToken)
        {
            ExecutionContext = executionContext,
            Logger = logger ?? NullLogger.Instance,
        };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        return arguments;
    }

    private static async Task<string?> ResolveAsync(
        IResource resource, object? value, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken) => value switch
    {
        null => null,
        string text => text,
        IResourceBuilder<IResource> builder => await ResolveAsync(resource, builder.Resource, executionContext, cancellationToken).ConfigureAwait(false),
        IManifestExpressionProvider expression when executionContext.IsPublishMode => expression.ValueExpression,
        IValueProvider provider when executionContext.IsRunMode => await provider
            .GetValueAsync(new ValueProviderContext { ExecutionContext = executionContext, Caller = resource }, cancellationToken).ConfigureAwait(false),
        _ => value.ToString(),
    };

    private static bool HoldsSecret(object? value) => value switch
    {
        ParameterResource parameter => parameter.Secret,
        IResourceBuilder<IResource> builder => HoldsSecret(builder.Resource),
        EndpointReference or EndpointReferenceExpression => false,
        IValueWithReferences references => references.References.Any(HoldsSecret),
        _ => false,
    };
}
