using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Bundles;

/// <summary><c>localai load DIR --deployment DIR</c>: checks a bundle to its last byte, then gives its images to the engine and its models to the deployment.</summary>
internal static class LoadCommand
{
    public static Command Create(CliContext context)
    {
        var folder = new Argument<string>("DIR") { Description = "The bundle" };
        var deployment = DeploymentOption.Create();
        deployment.Required = true;
        var command = new Command("load", "Load the images and models of a bundle. It is checked before anything is loaded.") { folder, deployment };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bundle = Path.GetFullPath(parsed.GetRequiredValue(folder)).TrimEnd(Path.DirectorySeparatorChar);
            var project = new ComposeProject(Deployment.Open(parsed.GetValue(deployment)!));
            var manifest = await VerifyAsync(bundle, cancellationToken);
            await context.Out.WriteLineAsync($"{bundle} is whole: {manifest.Files.Count} files.");
            await project.EnsureEngineAsync(cancellationToken);
            using var own = DeploymentLock.Take(project.Deployment);
            foreach (var file in manifest.Files.OrderBy(file => file.Image is null))
            {
                await LoadAsync(project, bundle, file, cancellationToken);
                await context.Out.WriteLineAsync($"  {file.Image ?? $"models in {file.ModelVolume}"}");
            }

            await context.Out.WriteLineAsync($"Loaded. Start the deployment: docker compose --project-directory {project.Deployment.Folder} up -d");
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<BundleManifest> VerifyAsync(string bundle, CancellationToken cancellationToken)
    {
        var list = Path.Combine(bundle, BundleManifest.FileName);
        BundleManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<BundleManifest>(await File.ReadAllTextAsync(list, cancellationToken)) ?? throw new JsonException($"{BundleManifest.FileName} is empty.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{bundle} is no bundle: {error.Message}", error);
        }

        foreach (var file in manifest.Files)
        {
            var path = Path.Combine(bundle, file.Path);
            if (Path.GetDirectoryName(Path.GetFullPath(path)) != bundle || !File.Exists(path))
            {
                throw new CommandFailedException($"{path} is missing: copy the bundle again. Nothing was loaded.");
            }

            await using var content = File.OpenRead(path);
            if (content.Length != file.Bytes || Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) != file.Sha256)
            {
                throw new CommandFailedException($"{path} is not what was bundled: copy the bundle again. Nothing was loaded.");
            }
        }

        return manifest;
    }

    private static async Task LoadAsync(ComposeProject project, string bundle, BundledFile file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(Path.Combine(bundle, file.Path));
        if (file.Image is not null)
        {
            await project.StreamAsync(["load", "--quiet"], content, Stream.Null, cancellationToken);
            return;
        }

        var description = await project.DescribeAsync(cancellationToken);
        var volume = file.ModelVolume!;
        var user = description.UsersOf(volume) is [var first, ..] ? first : throw new CommandFailedException($"{project.Deployment.ComposeFile} has no volume {volume} for the models: load into the deployment that was bundled.");
        await project.EnsureVolumeAsync(description, volume, cancellationToken);
        await new ContainerVolume(project, description.Volumes[volume], user.Image).WriteAsync(content, cancellationToken);
    }
}
