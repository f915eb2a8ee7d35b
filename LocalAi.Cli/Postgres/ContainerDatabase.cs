using LocalAi.Cli.Programs;

namespace LocalAi.Cli.Postgres;

/// <summary>The Postgres server in a container that runs, through the programs in it.</summary>
internal sealed class ContainerDatabase(string container) : DatabaseServer
{
    /// <summary>
    /// A shell's script that runs its arguments with the server's address, administrator and password, which the container knows: they stand in no argument. By TCP, which the server that
    /// makes a new cluster does not listen on: whoever gets an answer talks to the real one.
    /// </summary>
    public const string Login = "export PGHOST=127.0.0.1 PGUSER=\"${POSTGRES_USER:-postgres}\" PGPASSWORD=\"$POSTGRES_PASSWORD\"; exec \"$@\"";

    protected override Task RunAsync(string program, IReadOnlyList<string> arguments, Stream? input, Stream output, CancellationToken cancellationToken) => ProgramRunner.RunAsync(
        new("docker", ["exec", "--interactive", container, "sh", "-c", Login, "sh", program, "--no-password", .. arguments]), input, output, cancellationToken);
}
