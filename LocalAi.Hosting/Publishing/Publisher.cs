using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker;
using LocalAi.Hosting.Publishing.Compose;
using LocalAi.Hosting.Publishing.Manifest;

namespace LocalAi.Hosting.Publishing;

/// <summary>Publishes the application as the command line says.</summary>
internal sealed class Publisher(PublishOptions options, DistributedApplicationExecutionContext executionContext, DistributedApplicationModel model)
{
    private const string DefaultFolder = "aspire-output";

    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var environments = model.Resources.OfType<DockerComposeEnvironmentResource>().ToArray();
        foreach (var environment in environments)
        {
            ComposeDeployment.Prepare(environment, model);
        }

        if (environments.Length == 0)
        {
            ComposeDeployment.RequireEnvironment(model);
        }

        if (options.Step == PublishOptions.ManifestStep)
        {
            var output = options.OutputPath ?? throw new DistributedApplicationException(
                "The '--output-path [path]' option was not specified even though manifest publishing was requested.");
            var path = await ManifestFile.WriteAsync(output, model, executionContext, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"Published manifest to: {path}");
            return;
        }

        var chosen = environments.Where(environment => options.Step is PublishOptions.PublishStep || options.Step == $"publish-{environment.Name}").ToArray();
        if (chosen.Length == 0)
        {
            string[] steps = [PublishOptions.ManifestStep, .. environments.Select(environment => $"publish-{environment.Name}"), .. environments.Length > 0 ? [PublishOptions.PublishStep] : Array.Empty<string>()];
            throw new DistributedApplicationException($"There is nothing to publish for the step '{options.Step}'. The application has the steps: {string.Join(", ", steps)}.");
        }

        var folder = Path.GetFullPath(options.OutputPath ?? DefaultFolder);
        foreach (var environment in chosen)
        {
            // Several environments would overwrite each other's files.
            var target = environments.Length > 1 ? Path.Combine(folder, environment.Name) : folder;
            await ComposeFolder.WriteAsync(target, environment, executionContext, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"Published {environment.Name} to: {target}");
        }
    }
}
