using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;

namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>Writes values as a service of a compose file sees them: services by name, parameters as placeholders.</summary>
internal static partial class ComposeValue
{
    public static string Text(DockerComposeServiceResource service, object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        IResourceBuilder<IResource> builder => Text(service, builder.Resource),
        EndpointReference endpoint => Endpoint(service, endpoint, EndpointProperty.Url),
        EndpointReferenceExpression part => Endpoint(service, part.Endpoint, part.Property),
        ConnectionStringReference reference => Text(service, reference.Resource),
        ParameterResource parameter => parameter.AsEnvironmentPlaceholder(service),
        IResourceWithConnectionString resource => Text(service, resource.ConnectionStringExpression),
        ReferenceExpression expression => string.Format(
            CultureInfo.InvariantCulture, expression.Format, [.. expression.ValueProviders.Select(part => Text(service, part))]),
        IManifestExpressionProvider expression => expression.AsEnvironmentPlaceholder(service),
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>Keeps variables in a shell's script for the shell: compose would fill them in.</summary>
    public static string EscapeVariables(string script) => Variable().Replace(script, "$$$$$1");

    private static string Endpoint(DockerComposeServiceResource service, EndpointReference endpoint, EndpointProperty property)
    {
        if (!service.Parent.Services.TryGetValue(endpoint.Resource, out var target) || !target.Ports.TryGetValue(endpoint.EndpointName, out var port))
        {
            throw new DistributedApplicationException(
                $"The service '{service.Name}' refers to the endpoint '{endpoint.EndpointName}' of '{endpoint.Resource.Name}', which is not part of the compose file '{service.Parent.Name}'.");
        }

        var host = endpoint.Resource.Name;
        return property switch
        {
            EndpointProperty.Url => $"{port.Scheme}://{host}:{port.Internal}",
            EndpointProperty.Host or EndpointProperty.IPV4Host => host,
            EndpointProperty.Port or EndpointProperty.TargetPort => port.Internal,
            EndpointProperty.HostAndPort => $"{host}:{port.Internal}",
            EndpointProperty.Scheme => port.Scheme,
            _ => throw new InvalidOperationException($"The property '{property}' is not supported for the endpoint '{endpoint.EndpointName}'."),
        };
    }

    [GeneratedRegex(@"(?<!\$)\$(\{\s*[A-Za-z_]|[A-Za-z_])")]
    private static partial Regex Variable();
}
