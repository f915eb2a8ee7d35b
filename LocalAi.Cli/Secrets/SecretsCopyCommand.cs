using System.CommandLine;
using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Secrets;

/// <summary><c>localai secrets copy NAME</c>: the one command that gives a value away, to the clipboard unless it is to be printed.</summary>
internal static class SecretsCopyCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The secret, as docs/configuration.md has it; for a deployment the variable in .env" };
        var print = new Option<bool>("--print") { Description = "Print the value instead of copying it" };
        var dataDirectory = DataDirectoryOption.Create(context);
        var deployment = DeploymentOption.Create();
        var command = new Command("copy", "Copy a secret to the clipboard.") { name, print, dataDirectory, deployment };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var secret = parsed.GetRequiredValue(name);
            var value = parsed.GetValue(deployment) is { } folder
                ? FromDeployment(Deployment.Open(folder), secret)
                : StackSecrets.Open(parsed.GetRequiredValue(dataDirectory)).Get(secret);
            if (parsed.GetValue(print))
            {
                await context.Out.WriteLineAsync(value);
            }
            else
            {
                await context.Copy(value, cancellationToken);
                await context.Out.WriteLineAsync($"{secret} is on the clipboard.");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string FromDeployment(Deployment deployment, string name)
    {
        var file = EnvironmentFile.Read(deployment.EnvironmentFile);
        return file.Get(name) is { Length: > 0 } value && SecretRule.Of(name) is not null
            ? value
            : throw new CommandFailedException($"{name} is no secret of this deployment, or is blank. Its secrets are: {string.Join(", ", file.Names.Where(known => SecretRule.Of(known) is not null))}.");
    }
}
