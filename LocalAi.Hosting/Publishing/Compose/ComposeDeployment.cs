using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;

namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>Which resources become services of a compose file.</summary>
internal static class ComposeDeployment
{
    /// <summary>Gives every container and project its ports in the file, and makes those that are published services of it.</summary>
    public static void Prepare(DockerComposeEnvironmentResource environment, DistributedApplicationModel model)
    {
        var ports = new PortAllocator();
        var dashboard = environment.DashboardEnabled ? environment.Dashboard?.Resource : null;
        IResource[] resources = [.. dashboard is null ? [] : new IResource[] { dashboard }, .. model.Resources];
        foreach (var resource in resources.Where(resource => resource is ProjectResource || resource.IsContainer()))
        {
            var service = new DockerComposeServiceResource(resource.Name, resource, environment);
            environment.Services[resource] = service;
            foreach (var (endpoint, targetPort, port) in ports.Resolve(resource))
            {
                var target = targetPort?.ToString(CultureInfo.InvariantCulture)
                    ?? environment.Placeholder($"{VariablePrefix(resource)}_PORT", $"Default container port for {resource.Name}", "8080", resource);
                service.Ports[endpoint.Name] = new(endpoint.UriScheme, target, port, endpoint.IsExternal);
            }

            if (resource.IsExcludedFromPublish())
            {
                continue;
            }

            resource.Annotations.Add(new DeploymentTargetAnnotation(service) { ComputeEnvironment = environment });
            if (dashboard is not null && resource.HasAnnotationOfType<OtlpExporterAnnotation>())
            {
                SendTelemetry(resource, dashboard.OtlpGrpcEndpoint);
            }
        }
    }

    /// <summary>Fails when a resource is to become a service of a compose file and there is none.</summary>
    public static void RequireEnvironment(DistributedApplicationModel model)
    {
        if (model.Resources.FirstOrDefault(resource => resource.HasAnnotationOfType<DockerComposeServiceCustomizationAnnotation>()) is { } resource)
        {
            throw new InvalidOperationException(
                $"Resource '{resource.Name}' is configured to publish as a Docker Compose service, but there are no '{nameof(DockerComposeEnvironmentResource)}' resources. Ensure you have added one by calling '{nameof(DockerComposeEnvironmentExtensions.AddDockerComposeEnvironment)}'.");
        }
    }

    /// <summary>The start of the names of a resource's variables in the <c>.env</c> file.</summary>
    public static string VariablePrefix(IResource resource) => resource.Name.ToUpperInvariant().Replace('-', '_');

    private static void SendTelemetry(IResource resource, EndpointReference otlp) => resource.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
    {
        context.EnvironmentVariables["OTEL_EXPORTER_OTLP_ENDPOINT"] = otlp;
        context.EnvironmentVariables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        context.EnvironmentVariables["OTEL_SERVICE_NAME"] = resource.Name;
    }));
}
