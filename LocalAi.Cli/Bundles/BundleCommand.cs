using System.CommandLine;
using LocalAi.Cli.Deployments;
using LocalAi.Cli.Output;

namespace LocalAi.Cli.Bundles;

/// <summary><c>localai bundle DIR --deployment DIR</c>: the images and models of a deployment in one folder, to be carried to a machine without a network.</summary>
internal static class BundleCommand
{
    public static Command Create(CliContext context)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to make; it must not exist" };
        var deployment = DeploymentOption.Create();
        deployment.Required = true;
        var command = new Command("bundle", "Save the images and models of a deployment into one folder, with checksums.") { folder, deployment };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = Path.GetFullPath(parsed.GetRequiredValue(folder)).TrimEnd(Path.DirectorySeparatorChar);
            if (Path.Exists(target))
            {
                throw new CommandFailedException($"{target} exists already: name a new folder.");
            }

            var project = new ComposeProject(Deployment.Open(parsed.GetValue(deployment)!));
            await project.EnsureEngineAsync(cancellationToken);
            var bytes = await WriteAsync(context, project, target, cancellationToken);
            await context.Out.WriteLineAsync($"Bundled into {target}, {Figures.Size(bytes)}. Carry it over together with {project.Deployment.Folder}; there: localai load {Path.GetFileName(target)} --deployment DIR");
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<long> WriteAsync(CliContext context, ComposeProject project, string target, CancellationToken cancellationToken)
    {
        // On the side, so that there is a whole bundle or none.
        var partial = $"{target}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(partial);
            var files = await new BundleWriter(context, project, partial).WriteAsync(cancellationToken);
            Directory.Move(partial, target);
            return files.Sum(file => file.Bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The bundle cannot be written to {target}: {error.Message} Nothing is left of it. Make room there, or name a folder on another disk.", error);
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }
}
