using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources.ComposeNodes;

namespace Aspire.Hosting;

/// <summary>Changes the services of a compose file.</summary>
public static class DockerComposeServiceExtensions
{
    /// <summary>Changes the service that the resource becomes.</summary>
    public static IResourceBuilder<T> PublishAsDockerComposeService<T>(this IResourceBuilder<T> builder, Action<DockerComposeServiceResource, Service> configure)
        where T : IComputeResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return builder.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? builder.WithAnnotation(new DockerComposeServiceCustomizationAnnotation(configure))
            : builder;
    }

    /// <summary>Leaves a parameter to the <c>.env</c> file and gives its placeholder, <c>${NAME}</c>.</summary>
    public static string AsEnvironmentPlaceholder(this IResourceBuilder<ParameterResource> builder, DockerComposeServiceResource dockerComposeService)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Resource.AsEnvironmentPlaceholder(dockerComposeService);
    }

    /// <summary>Leaves a parameter to the <c>.env</c> file and gives its placeholder, <c>${NAME}</c>.</summary>
    public static string AsEnvironmentPlaceholder(this ParameterResource parameter, DockerComposeServiceResource dockerComposeService)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(dockerComposeService);
        return dockerComposeService.Parent.Placeholder(
            parameter.Name.ToUpperInvariant().Replace('-', '_'), $"Parameter {parameter.Name}", defaultValue: null, parameter);
    }

    /// <summary>Leaves a value to the <c>.env</c> file and gives its placeholder.</summary>
    public static string AsEnvironmentPlaceholder(this IManifestExpressionProvider manifestExpressionProvider, DockerComposeServiceResource dockerComposeService)
    {
        ArgumentNullException.ThrowIfNull(manifestExpressionProvider);
        ArgumentNullException.ThrowIfNull(dockerComposeService);
        var name = manifestExpressionProvider.ValueExpression.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)
            .Replace('.', '_').Replace('-', '_').ToUpperInvariant();
        return dockerComposeService.Parent.Placeholder(name, description: null, defaultValue: null, manifestExpressionProvider);
    }
}
