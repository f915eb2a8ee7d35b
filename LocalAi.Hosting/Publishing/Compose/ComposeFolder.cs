using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>Writes <c>docker-compose.yaml</c> and <c>.env</c> into a folder.</summary>
internal static class ComposeFolder
{
    private const string DefaultNetwork = "aspire";

    public static async Task WriteAsync(
        string folder,
        DockerComposeEnvironmentResource environment,
        DistributedApplicationExecutionContext executionContext,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var network = environment.DefaultNetworkName ?? DefaultNetwork;
        var file = new ComposeFile().AddNetwork(new Network { Name = network, Driver = "bridge" });
        foreach (var resource in environment.Services.Keys)
        {
            var target = resource.Annotations.OfType<DeploymentTargetAnnotation>().SingleOrDefault(annotation => annotation.ComputeEnvironment == environment);
            if (target?.DeploymentTarget is not DockerComposeServiceResource deployment)
            {
                continue;
            }

            var service = await ComposeService.BuildAsync(deployment, executionContext, cancellationToken).ConfigureAwait(false);
            service.Networks = [network];
            foreach (var volume in service.Volumes.Where(volume => volume.Type == "volume" && !file.Volumes.ContainsKey(volume.Name)))
            {
                file.AddVolume(new Volume { Name = volume.Name, Driver = "local" });
            }

            await ComposeConfigs.AddAsync(file, service, deployment.Target, folder, executionContext, cancellationToken).ConfigureAwait(false);
            foreach (var customization in resource.Annotations.OfType<DockerComposeServiceCustomizationAnnotation>())
            {
                customization.Configure(deployment, service);
            }

            file.AddService(service);
        }

        environment.ConfigureComposeFile?.Invoke(file);
        environment.ConfigureEnvFile?.Invoke(environment.CapturedEnvironmentVariables);
        await File.WriteAllTextAsync(Path.Combine(folder, "docker-compose.yaml"), file.ToYaml(), cancellationToken).ConfigureAwait(false);
        if (environment.CapturedEnvironmentVariables.Count > 0)
        {
            await EnvFile.UpdateAsync(Path.Combine(folder, ".env"), environment.CapturedEnvironmentVariables.Values, cancellationToken).ConfigureAwait(false);
        }
    }
}
