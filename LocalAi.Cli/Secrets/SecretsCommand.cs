using System.CommandLine;
using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Secrets;

/// <summary><c>localai secrets</c>: fills and rotates the secrets of a deployment, copies and changes those of this machine's stack.</summary>
internal static class SecretsCommand
{
    public static Command Create(CliContext context) => new("secrets", "Copy, change, fill and rotate secrets.")
    {
        SecretsCopyCommand.Create(context), SecretsChangeCommand.Create(context), Init(context), Rotate(context),
    };

    private static Command Init(CliContext context)
    {
        var folder = new Argument<string>("DIR") { Description = "The published folder" };
        var command = new Command("init", "Fill the blank secrets of the published .env; those that are set stay.") { folder };
        command.SetAction(async (parsed, _) =>
        {
            var deployment = Deployment.Open(parsed.GetRequiredValue(folder));
            using var own = DeploymentLock.Take(deployment);
            var file = EnvironmentFile.Read(deployment.EnvironmentFile);
            var filled = DeploymentSecrets.Fill(file);
            file.Save();
            await context.Out.WriteLineAsync(filled.Count == 0 ? "Every secret is set; nothing changed." : $"Made {filled.Count} {(filled.Count == 1 ? "secret" : "secrets")}: {string.Join(", ", filled)}.");
            if (DeploymentSecrets.Blank(file) is { Count: > 0 } blank)
            {
                await context.Out.WriteLineAsync($"Still blank in {deployment.EnvironmentFile}: {string.Join(", ", blank)}.");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command Rotate(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The variable in .env" };
        var folder = DeploymentOption.Create();
        folder.Required = true;
        var command = new Command("rotate", "Give a secret a new value, in the database too, and restart what uses it.") { name, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var project = new ComposeProject(Deployment.Open(parsed.GetValue(folder)!));
            using var own = DeploymentLock.Take(project.Deployment);
            var renewed = await SecretRotation.RotateAsync(project, parsed.GetRequiredValue(name), cancellationToken);
            await context.Out.WriteLineAsync($"Renewed {string.Join(", ", renewed)}; the services that use them run with the new values.");
            return ExitCode.Success;
        });
        return command;
    }
}
