using System.Security.Cryptography;
using LocalAi.Cli.Deployments;
using LocalAi.Cli.Postgres;
using LocalAi.Cli.Tests.Deployments;

namespace LocalAi.Cli.Tests.Backups;

/// <summary>A data directory whose services ran in containers, as the app host starts them: on volumes that carry its number.</summary>
public sealed class LocalContainerBackupTests : IAsyncDisposable
{
    private const string Password = "Pg0password";

    private readonly Terminal _terminal = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-backup-").FullName;
    private readonly string _instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private readonly ComposeProject _docker = new(Deployment.At("/"));
    private readonly List<string> _containers = [];

    private string Data => Path.Combine(_folder, "data");

    private string Other => Path.Combine(_folder, "other");

    public async ValueTask DisposeAsync()
    {
        if (_containers.Count > 0)
        {
            await _docker.DockerAsync(["rm", "--force", .. _containers], CancellationToken.None);
        }

        string[] instances = File.Exists(Path.Combine(Other, "instance-id")) ? [_instance, await File.ReadAllTextAsync(Path.Combine(Other, "instance-id"), CancellationToken.None)] : [_instance];
        foreach (var instance in instances.Where(_ => TestDeployment.WhyNot() is null))
        {
            await _docker.DockerAsync(["volume", "rm", "--force", $"localai-postgres-{instance}", $"localai-n8n-{instance}"], CancellationToken.None);
        }

        _terminal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Backup_HoldsVolumesAndDatabases_OfAStackInContainers()
    {
        Assert.SkipWhen(TestDeployment.WhyNot() is not null, TestDeployment.WhyNot() ?? "");
        _terminal.Variables[Cli.Backups.Passphrase.Variable] = TestDeployment.Passphrase;
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "secrets.json"), $$"""{"Parameters:postgres-password":"{{Password}}"}""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Data, "instance-id"), _instance, TestContext.Current.CancellationToken);
        var server = await StartServerAsync(_instance);
        await server.ExecuteAsync("postgres", "CREATE DATABASE agent", TestContext.Current.CancellationToken);
        await server.ExecuteAsync("agent", "CREATE TABLE message (text text); INSERT INTO message VALUES ('kept')", TestContext.Current.CancellationToken);
        await _docker.DockerAsync(["run", "--rm", "--network", "none", "--volume", $"localai-n8n-{_instance}:/data", "localai-test/debian:bookworm", "sh", "-c", "echo workflow >/data/config && chown 1000 /data /data/config"], TestContext.Current.CancellationToken);

        var backup = Path.Combine(_folder, "stack.backup");
        Assert.True(await _terminal.RunAsync("backup", backup, "--data-directory", Data) == 0, _terminal.Error);
        Assert.True(await _terminal.RunAsync("restore", backup, "--data-directory", Other) == 0, _terminal.Error);

        var instance = await File.ReadAllTextAsync(Path.Combine(Other, "instance-id"), TestContext.Current.CancellationToken);
        Assert.NotEqual(_instance, instance);
        Assert.Equal("1000 workflow", await _docker.DockerAsync(["run", "--rm", "--network", "none", "--volume", $"localai-n8n-{instance}:/data", "localai-test/debian:bookworm", "sh", "-c", "echo $(stat -c %u /data) $(cat /data/config)"], TestContext.Current.CancellationToken));
        var restored = await StartServerAsync(instance);
        Assert.Equal("kept", await restored.QueryAsync("agent", "SELECT text FROM message", TestContext.Current.CancellationToken));
    }

    private async Task<DatabaseServer> StartServerAsync(string instance)
    {
        _containers.Add(await _docker.DockerAsync(
            ["run", "--detach", "--network", "none", "--volume", $"localai-postgres-{instance}:/var/lib/postgresql", "--env", "POSTGRES_USER=postgres", "--env", $"POSTGRES_PASSWORD={Password}", "localai-test/postgres:17"],
            TestContext.Current.CancellationToken));
        var server = new ContainerDatabase(_containers[^1]);
        await server.WaitUntilReadyAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        return server;
    }
}
