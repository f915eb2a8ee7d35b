using System.CommandLine;

namespace LocalAi.Cli.Secrets;

/// <summary><c>localai secrets change NAME</c>: a new database password in the running stack, through the host that runs it.</summary>
internal static class SecretsChangeCommand
{
    private const int DefaultPort = 18887;

    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "postgres-password, agent-db-password or n8n-db-password" };
        var dataDirectory = DataDirectoryOption.Create(context);
        var port = new Option<int>("--resource-service-port") { Description = "LocalAi:Services:resource-service:Port of the stack", DefaultValueFactory = _ => DefaultPort };
        var command = new Command("change", "Give a database role of the running stack a new password, in the database and in secrets.json, and restart what uses it.")
        {
            name, dataDirectory, port,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var secret = parsed.GetRequiredValue(name);
            var secrets = StackSecrets.Open(parsed.GetRequiredValue(dataDirectory));
            secrets.Get(secret);
            await new RunningStack(parsed.GetValue(port), secrets.Get("dashboard-resource-service-key")).ChangePasswordAsync(secret, cancellationToken);
            await context.Out.WriteLineAsync($"{secret} is changed, in the database and in {secrets.File}.");
            return ExitCode.Success;
        });
        return command;
    }
}
