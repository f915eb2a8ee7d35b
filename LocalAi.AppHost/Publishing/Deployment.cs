using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Ollama;

namespace LocalAi.AppHost.Publishing;

/// <summary>A folder for a server: <c>docker-compose.yaml</c>, the files that its services are given, and <c>.env</c> for the secrets.</summary>
internal static class Deployment
{
    /// <summary>Where a compose file is published: prepares its folder and its services. Call <see cref="OutputFolder.Report"/> at the end.</summary>
    /// <returns>Null where none is published.</returns>
    /// <exception cref="SettingsException">The folder cannot be published into.</exception>
    public static OutputFolder? AddDeployment(this IDistributedApplicationBuilder builder, LocalAiStack stack)
    {
        if (!stack.IsComposing)
        {
            return null;
        }

        var folder = OutputFolder.Open(builder.Configuration, repository: Path.GetDirectoryName(builder.AppHostDirectory)!);
        builder.AddDockerComposeEnvironment("localai")
            .WithDashboard(false)
            .ConfigureComposeFile(file =>
            {
                WaitForHealth(file);
                DeclareVolumes(file);
                RequireSecrets(file, builder.Resources.OfType<ParameterResource>().Where(parameter => parameter.Secret));
                folder.TakeFiles(file);
                folder.AddGpuOverlays(stack);
            })
            .ConfigureEnvFile(variables =>
            {
                // The images are in the compose file.
                foreach (var name in variables.Keys.Where(name => name.EndsWith("_IMAGE", StringComparison.Ordinal)).ToList())
                {
                    variables.Remove(name);
                }
            });
        return folder;
    }

    /// <summary>A service that needs another starts when the other is well, not when its process is there.</summary>
    private static void WaitForHealth(ComposeFile file)
    {
        foreach (var (name, dependency) in file.Services.Values.SelectMany(service => service.DependsOn))
        {
            if (dependency.Condition == "service_started" && file.Services.GetValueOrDefault(name)?.Healthcheck is not null)
            {
                dependency.Condition = "service_healthy";
            }
        }
    }

    private static void DeclareVolumes(ComposeFile file)
    {
        foreach (var volume in file.Services.Values.SelectMany(service => service.Volumes).Where(volume => volume.Type == "volume"))
        {
            file.Volumes.TryAdd(volume.Name, new() { Name = volume.Name, Driver = "local" });
        }
    }

    /// <summary>No service starts with a blank secret, which some would take for "no password".</summary>
    private static void RequireSecrets(ComposeFile file, IEnumerable<ParameterResource> secrets)
    {
        foreach (var name in secrets.Select(secret => secret.Name.ToUpperInvariant().Replace('-', '_')))
        {
            foreach (var service in file.Services.Values)
            {
                foreach (var (variable, value) in service.Environment.ToList())
                {
                    service.Environment[variable] = value.Replace($"${{{name}}}", $"${{{name}:?it is blank in .env, run: localai secrets init}}", StringComparison.Ordinal);
                }
            }
        }
    }
}
