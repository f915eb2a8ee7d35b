using LocalAi.Cli.Postgres;

namespace LocalAi.Cli.Deployments;

/// <summary>The Postgres server of a deployment, through the programs in its own container.</summary>
internal sealed class DeploymentDatabase(ComposeProject project) : DatabaseServer
{
    private string? _service;

    /// <summary>Sets a role's password; the statement goes in as text, so that no list of processes shows it.</summary>
    public Task SetPasswordAsync(string role, string password, CancellationToken cancellationToken) => ExecuteAsync("postgres", $"ALTER ROLE {Identifier(role)} PASSWORD {Literal(password)}", cancellationToken);

    protected override async Task RunAsync(string program, IReadOnlyList<string> arguments, Stream? input, Stream output, CancellationToken cancellationToken)
    {
        _service ??= (await project.DescribeAsync(cancellationToken)).Services.FirstOrDefault(service => service.IsDatabase)?.Name
            ?? throw new CommandFailedException($"{project.Deployment.ComposeFile} has no Postgres service.");
        await project.StreamAsync(
            ["compose", "exec", "--no-TTY", _service, "sh", "-c", ContainerDatabase.Login, "sh", program, "--no-password", .. arguments], input, output, cancellationToken);
    }
}
