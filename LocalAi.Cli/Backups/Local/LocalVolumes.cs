using System.Security.Cryptography;
using LocalAi.Cli.Deployments;
using LocalAi.Cli.Postgres;
using LocalAi.Cli.Programs;

namespace LocalAi.Cli.Backups.Local;

/// <summary>The volumes in which containers of a local stack keep their data; their names are <c>localai-SERVICE-INSTANCE</c>.</summary>
internal sealed class LocalVolumes(string dataDirectory)
{
    private const string Postgres = "postgres";
    private const string Ollama = "ollama";

    // Where the app host mounts the volume of Postgres.
    private const string DataFolder = "/var/lib/postgresql";

    // Docker's commands, which need no compose file.
    private readonly ComposeProject _docker = new(Deployment.At(dataDirectory));
    private readonly string _instanceFile = Path.Combine(dataDirectory, "instance-id");
    private string? _server;

    /// <summary>The services that have a volume; none where no engine answers.</summary>
    public async Task<IReadOnlyList<string>> ServicesAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_instanceFile))
        {
            return [];
        }

        var (prefix, suffix) = ("localai-", $"-{Instance()}");
        try
        {
            var names = await _docker.DockerAsync(["volume", "ls", "--format", "{{.Name}}", "--filter", $"name={suffix}"], cancellationToken);
            return [.. names.Split('\n').Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal)).Select(name => name[prefix.Length..^suffix.Length]).Order(StringComparer.Ordinal)];
        }
        catch (CommandFailedException)
        {
            return [];
        }
    }

    /// <summary>Whether the volume is saved as files: the database is dumped, and models are saved when asked for.</summary>
    public static bool IsFiles(string service, bool withModels) => service != Postgres && (withModels || service != Ollama);

    /// <summary>The database server of the stack, which has to run; null where it is in no container.</summary>
    public async Task<(DatabaseServer Server, string Image)?> DatabaseAsync(IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        if (!services.Contains(Postgres))
        {
            return null;
        }

        var running = await _docker.DockerAsync(["ps", "--filter", $"volume={Name(Postgres)}", "--format", "{{.ID}} {{.Image}}"], cancellationToken);
        return running.Split(' ', '\n') is [var container, var image, ..]
            ? (new ContainerDatabase(container), image)
            : throw new CommandFailedException("The databases of this stack are in a container, which does not run: start LocalAi and save it while it runs.");
    }

    /// <summary>Copies a volume while its container is frozen, so that all its files are of one moment.</summary>
    public async Task ReadAsync(string service, Stream output, CancellationToken cancellationToken)
    {
        var running = await _docker.DockerAsync(["ps", "--quiet", "--filter", $"volume={Name(service)}", "--filter", "status=running"], cancellationToken);
        string[] containers = running.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (containers.Length > 0)
        {
            await _docker.DockerAsync(["pause", .. containers], cancellationToken);
        }

        try
        {
            await new ContainerVolume(_docker, Name(service), await AnyImageAsync(cancellationToken)).ReadAsync(output, cancellationToken);
        }
        finally
        {
            if (containers.Length > 0)
            {
                await _docker.DockerAsync(["unpause", .. containers], CancellationToken.None);
            }
        }
    }

    /// <summary>Makes the volume of a service with that content. The data directory gets volumes of its own.</summary>
    public async Task WriteAsync(string service, Stream content, CancellationToken cancellationToken)
    {
        Instance();
        await _docker.DockerAsync(["volume", "create", Name(service)], cancellationToken);
        await new ContainerVolume(_docker, Name(service), await AnyImageAsync(cancellationToken)).WriteAsync(content, cancellationToken);
    }

    /// <summary>Starts a database server on a new volume, for as long as a restore needs it.</summary>
    public async Task<DatabaseServer> StartServerAsync(string image, string password, TimeProvider time, CancellationToken cancellationToken)
    {
        Instance();
        _server = await ProgramRunner.ReadAsync(
            new("docker", ["run", "--detach", "--network", "none", "--volume", $"{Name(Postgres)}:{DataFolder}", "--env", "POSTGRES_USER=postgres", "--env", "POSTGRES_PASSWORD", image])
            {
                Environment = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = password },
            },
            cancellationToken);
        var server = new ContainerDatabase(_server);
        await server.WaitUntilReadyAsync(time, cancellationToken);
        return server;
    }

    /// <summary>Stops the server of a restore in order.</summary>
    public async Task StopServerAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await _docker.DockerAsync(["stop", "--time", "60", server], CancellationToken.None);
            await _docker.DockerAsync(["rm", "--volumes", server], CancellationToken.None);
        }
    }

    private string Name(string service) => $"localai-{service}-{Instance()}";

    /// <summary>The data directory's own number; made, as the app host makes it, where there is none.</summary>
    private string Instance()
    {
        if (!File.Exists(_instanceFile))
        {
            File.WriteAllText(_instanceFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));
        }

        return File.ReadAllText(_instanceFile).Trim();
    }

    private async Task<string> AnyImageAsync(CancellationToken cancellationToken) =>
        (await _docker.DockerAsync(["image", "ls", "--quiet", "--no-trunc", "--filter", "dangling=false"], cancellationToken)).Split('\n') is [{ Length: > 0 } image, ..]
            ? image
            : throw new CommandFailedException("The engine has no image: pull one (docker pull docker.io/library/caddy:2), through which volumes are copied.");
}
