using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using LocalAi.Hosting.Evaluation;

namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>Describes a resource as a service of a compose file.</summary>
internal static class ComposeService
{
    private static readonly string[] Shells = ["/bin/sh", "/bin/bash", "/sh", "/bash", "sh", "bash", "/usr/bin/sh", "/usr/bin/bash"];
    private static readonly string[] EngineSockets = ["/var/run/docker.sock", "//var/run/docker.sock", @"\\.\pipe\docker_engine"];

    public static async Task<Service> BuildAsync(
        DockerComposeServiceResource deployment, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var resource = deployment.Target;
        var service = new Service
        {
            Name = resource.Name.ToLowerInvariant(),
            Image = Image(deployment),
            ContainerName = resource.Annotations.OfType<ContainerNameAnnotation>().LastOrDefault()?.Name,
        };
        var entrypoint = (resource as ContainerResource)?.Entrypoint;
        if (entrypoint is not null)
        {
            service.Entrypoint.Add(entrypoint);
        }

        var variables = await ResourceEvaluator.GatherEnvironmentAsync(resource, executionContext, logger: null, cancellationToken).ConfigureAwait(false);
        foreach (var (name, value) in variables.Where(variable => !IsSecureDiscovery(variable)))
        {
            service.AddEnvironmentalVariable(name, ComposeValue.Text(deployment, value));
        }

        var arguments = await ResourceEvaluator.GatherArgumentsAsync(resource, executionContext, logger: null, cancellationToken).ConfigureAwait(false);
        var isShell = Shells.Contains(entrypoint, StringComparer.OrdinalIgnoreCase);
        service.Command.AddRange(arguments.Select(argument => ComposeValue.Text(deployment, argument)).Select(text => isShell ? ComposeValue.EscapeVariables(text) : text));
        AddPorts(service, deployment);
        AddVolumes(service, deployment);
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>().Where(wait => wait.Resource is ProjectResource || wait.Resource.IsContainer()))
        {
            service.DependsOn[wait.Resource.Name.ToLowerInvariant()] = new()
            {
                Condition = wait.WaitType == WaitType.WaitForCompletion ? "service_completed_successfully" : "service_started",
            };
        }

        return service;
    }

    private static string Image(DockerComposeServiceResource deployment)
    {
        var resource = deployment.Target;
        return resource is not ProjectResource && !resource.HasAnnotationOfType<DockerfileBuildAnnotation>() && resource.TryGetContainerImageName(out var image)
            ? image
            : deployment.Parent.Placeholder(
                $"{ComposeDeployment.VariablePrefix(resource)}_IMAGE", $"Container image name for {resource.Name}", $"{resource.Name}:latest", resource);
    }

    // No service of the file has a certificate, so clients must not be told of https addresses.
    private static bool IsSecureDiscovery(KeyValuePair<string, object> variable) =>
        variable.Value is EndpointReference { IsHttps: true } && variable.Key.StartsWith("services__", StringComparison.Ordinal);

    private static void AddPorts(Service service, DockerComposeServiceResource deployment)
    {
        foreach (var port in deployment.Ports.Values)
        {
            var list = port.IsExternal ? service.Ports : service.Expose;
            var text = port is { IsExternal: true, Published: int published } ? $"{published}:{port.Internal}" : port.Internal;
            if (!list.Contains(text))
            {
                list.Add(text);
            }
        }
    }

    private static void AddVolumes(Service service, DockerComposeServiceResource deployment)
    {
        var bindMounts = 0;
        foreach (var mount in deployment.Target.Annotations.OfType<ContainerMountAnnotation>())
        {
            var source = mount.Source ?? throw new InvalidOperationException(
                $"The container '{deployment.Name}' mounts an anonymous volume at '{mount.Target}': give the volume a name, a compose file needs one.");
            var name = source;
            if (mount.Type == ContainerMountType.BindMount && !EngineSockets.Contains(source, StringComparer.OrdinalIgnoreCase))
            {
                // A path of this machine means nothing where the file is used.
                name = $"{ComposeDeployment.VariablePrefix(deployment.Target)}_BINDMOUNT_{bindMounts++}";
                source = deployment.Parent.Placeholder(name, $"Bind mount source for {deployment.Name}:{mount.Target}", source, mount);
            }

            service.AddVolume(new Volume
            {
                Name = name,
                Type = mount.Type == ContainerMountType.BindMount ? "bind" : "volume",
                Source = source,
                Target = mount.Target,
                ReadOnly = mount.IsReadOnly,
            });
        }
    }
}
