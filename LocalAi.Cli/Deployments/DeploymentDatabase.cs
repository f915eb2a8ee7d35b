using LocalAi.Cli.Postgres;

namespace LocalAi.Cli.Deployments;

/// <summary>The Postgres server of a deployment, through the programs in its own container.</summary>
internal sealed class DeploymentDatabase(ComposeProject project) : DatabaseServer
{
    // The container knows its administrator and the password: it stands in no argument. By TCP, which the server that makes a new cluster does not listen on:
    // whoever gets an answer talks to the real one.
    private const string Login = "export PGHOST=127.0.0.1 PGUSER=\"${POSTGRES_USER:-postgres}\" PGPASSWORD=\"$POSTGRES_PASSWORD\"; exec \"$@\"";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(500);
    private string? _service;

    /// <summary>Sets a role's password; the statement goes in as text, so that no list of processes shows it.</summary>
    public Task SetPasswordAsync(string role, string password, CancellationToken cancellationToken) => ExecuteAsync("postgres", $"ALTER ROLE {Identifier(role)} PASSWORD {Literal(password)}", cancellationToken);

    /// <summary>Waits until the server, which has been started, takes connections.</summary>
    /// <exception cref="CommandFailedException">It does not within three minutes; the message has what it said last.</exception>
    public async Task WaitUntilReadyAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync("postgres", "SELECT 1", cancellationToken);
                return;
            }
            catch (CommandFailedException) when (time.GetElapsedTime(start) < StartLimit)
            {
                await Task.Delay(BetweenAttempts, time, cancellationToken);
            }
        }
    }

    protected override async Task RunAsync(string program, IReadOnlyList<string> arguments, Stream? input, Stream output, CancellationToken cancellationToken)
    {
        _service ??= (await project.DescribeAsync(cancellationToken)).Services.FirstOrDefault(service => service.IsDatabase)?.Name
            ?? throw new CommandFailedException($"{project.Deployment.ComposeFile} has no Postgres service.");
        await project.StreamAsync(
            ["compose", "exec", "--no-TTY", _service, "sh", "-c", Login, "sh", program, "--no-password", .. arguments], input, output, cancellationToken);
    }
}
