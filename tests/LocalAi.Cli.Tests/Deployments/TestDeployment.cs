using System.Runtime.CompilerServices;
using LocalAi.Cli.Backups;
using LocalAi.Cli.Deployments;
using LocalAi.TestServers;

namespace LocalAi.Cli.Tests.Deployments;

/// <summary>A small published folder, run by the real Docker Compose under a name of its own; gone with all it made when disposed of.</summary>
internal sealed class TestDeployment : IAsyncDisposable
{
    public const string Passphrase = "correct horse battery staple";

    private readonly string _name = $"localai-test-{Guid.NewGuid():N}";
    private readonly string _root = Directory.CreateTempSubdirectory("localai-deployment-").FullName;

    public TestDeployment()
    {
        Terminal.Variables[Cli.Backups.Passphrase.Variable] = Passphrase;
        Project = new ComposeProject(Deployment.At(Folder));
        Database = new DeploymentDatabase(Project);
    }

    public Terminal Terminal { get; } = new();

    /// <summary>The published folder.</summary>
    public string Folder => Path.Combine(_root, "deployed");

    /// <summary>Another folder, for a new publication.</summary>
    public string Next => Path.Combine(_root, "next");

    public string Backup => Path.Combine(_root, "stack.backup");

    public ComposeProject Project { get; }

    public DeploymentDatabase Database { get; }

    /// <summary>Null when the engine, compose and the images are there.</summary>
    public static string? WhyNot() => RealServices.WhyNoContainers()
        ?? (RealServices.Run("docker", ["compose", "version"]) == 0 ? null : "Docker Compose is not installed: run eng/real-services.sh images");

    /// <summary>Writes a publication: Postgres and what else is given.</summary>
    public void Publish(string folder, string postgres, string services = "", string volumes = "", string variables = "")
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ".env"), $"POSTGRES_PASSWORD=\nN8N_ENCRYPTION_KEY=\n{variables}");
        File.WriteAllText(Path.Combine(folder, "docker-compose.yaml"), $$"""
            name: {{_name}}
            services:
              postgres:
                image: {{postgres}}
                environment: { POSTGRES_USER: postgres, POSTGRES_PASSWORD: "${POSTGRES_PASSWORD}" }
                volumes: ["postgres-data:/var/lib/postgresql"]
                restart: unless-stopped
                healthcheck: { test: ["CMD", "pg_isready", "--host=127.0.0.1", "--username=postgres"], interval: 1s, retries: 60 }
            {{services}}
            volumes:
              postgres-data: {}
            {{volumes}}
            """.ReplaceLineEndings("\n"));
    }

    /// <summary>Runs <c>localai</c> and expects that exit code.</summary>
    public async Task RunAsync(int exitCode, params string[] arguments)
    {
        var code = await Terminal.RunAsync(arguments);
        Assert.True(code == exitCode, $"localai {arguments[0]} ended with {code}:\n{Terminal.Output}\n{Terminal.Error}");
    }

    /// <summary>Fills the secrets and starts everything.</summary>
    public async Task StartAsync()
    {
        await RunAsync(0, "secrets", "init", Folder);
        await Project.UpAsync([], TestContext.Current.CancellationToken);
        await Database.WaitUntilReadyAsync(TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs SQL in a database.</summary>
    public Task<string> QueryAsync(string database, string statement) => Database.QueryAsync(database, statement, TestContext.Current.CancellationToken);

    /// <summary>Runs a program in a service's container and returns what it printed.</summary>
    public Task<string> ExecuteAsync(string service, params string[] command) => Project.ComposeAsync(["exec", "--no-TTY", service, .. command], TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Folder, "docker-compose.yaml")))
        {
            await Project.ComposeAsync(["down", "--volumes", "--remove-orphans", "--timeout", "1"], CancellationToken.None);
        }

        Terminal.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    // Where eng/real-services.sh puts the compose plugin.
    [ModuleInitializer]
    internal static void UseInstalledCompose()
    {
        var configuration = Path.Combine(Repository.Root, ".cache", "docker-config");
        if (Directory.Exists(configuration))
        {
            Environment.SetEnvironmentVariable("DOCKER_CONFIG", configuration);
        }
    }
}
