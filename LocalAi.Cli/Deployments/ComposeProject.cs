using System.Text.Json;
using LocalAi.Cli.Programs;

namespace LocalAi.Cli.Deployments;

/// <summary>A deployment as Docker Compose runs it.</summary>
internal sealed class ComposeProject(Deployment deployment)
{
    public Deployment Deployment { get; } = deployment;

    /// <summary>Fails with the remedy where no engine answers or compose is not there.</summary>
    public async Task EnsureEngineAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DockerAsync(["version", "--format", "{{.Server.Version}}"], cancellationToken);
        }
        catch (CommandFailedException error)
        {
            throw new CommandFailedException("The container engine is not running or not reachable by this user. Start it (sudo systemctl start docker), or run this with sudo. It said: " + error.Message, error);
        }

        try
        {
            await DockerAsync(["compose", "version"], cancellationToken);
        }
        catch (CommandFailedException error)
        {
            throw new CommandFailedException("Docker Compose v2 is not installed: install the package docker-compose-plugin (Debian: docker-compose).", error);
        }
    }

    /// <summary>What the compose file says, variables filled in.</summary>
    public async Task<ComposeDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await ComposeAsync(["config", "--format", "json"], cancellationToken));
        var root = document.RootElement;
        var volumes = root.TryGetProperty("volumes", out var named) ? named.EnumerateObject().ToDictionary(volume => volume.Name, volume => volume.Value.GetProperty("name").GetString()!) : [];
        return new(root.GetProperty("name").GetString()!, [.. root.GetProperty("services").EnumerateObject().Select(Read)], volumes);
    }

    public async Task<IReadOnlyList<ComposeContainer>> ContainersAsync(CancellationToken cancellationToken)
    {
        var output = await ComposeAsync(["ps", "--all", "--format", "json"], cancellationToken);
        // A list in some versions, an object a line in others.
        return output.StartsWith('[')
            ? JsonSerializer.Deserialize<List<ComposeContainer>>(output)!
            : [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<ComposeContainer>(line)!)];
    }

    /// <summary>Makes and starts the services (all of them without names) and returns once they are started.</summary>
    public Task UpAsync(IReadOnlyList<string> services, CancellationToken cancellationToken) => ComposeAsync(["up", "--detach", .. services], cancellationToken);

    /// <summary>Stops services without removing them.</summary>
    public Task StopAsync(IReadOnlyList<string> services, CancellationToken cancellationToken) => ComposeAsync(["stop", .. services], cancellationToken);

    /// <summary>Stops and removes the containers; volumes stay.</summary>
    public Task DownAsync(CancellationToken cancellationToken) => ComposeAsync(["down", "--remove-orphans"], cancellationToken);

    /// <summary>The keys of those volumes of the compose file that exist.</summary>
    public async Task<IReadOnlyList<string>> ExistingVolumesAsync(ComposeDescription description, CancellationToken cancellationToken)
    {
        var names = (await DockerAsync(["volume", "ls", "--format", "{{.Name}}"], cancellationToken)).Split('\n').ToHashSet();
        return [.. description.Volumes.Where(volume => names.Contains(volume.Value)).Select(volume => volume.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>Makes a volume where there is none, with the labels by which compose knows it as its own.</summary>
    public Task EnsureVolumeAsync(ComposeDescription description, string volume, CancellationToken cancellationToken) => DockerAsync(
        ["volume", "create", "--label", $"com.docker.compose.project={description.Project}", "--label", $"com.docker.compose.volume={volume}", description.Volumes[volume]], cancellationToken);

    /// <summary>Removes a volume; nothing happens where there is none.</summary>
    public Task RemoveVolumeAsync(ComposeDescription description, string volume, CancellationToken cancellationToken) =>
        DockerAsync(["volume", "rm", "--force", description.Volumes[volume]], cancellationToken);

    public Task<string> ComposeAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) => ProgramRunner.ReadAsync(Call(["compose", .. arguments]), cancellationToken);

    public Task<string> DockerAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) => ProgramRunner.ReadAsync(Call(arguments), cancellationToken);

    /// <summary>Runs docker with streams.</summary>
    public Task StreamAsync(IReadOnlyList<string> arguments, Stream? input, Stream output, CancellationToken cancellationToken) =>
        ProgramRunner.RunAsync(Call(arguments), input, output, cancellationToken);

    private ProgramCall Call(IReadOnlyList<string> arguments) => new("docker", arguments) { Folder = Directory.Exists(Deployment.Folder) ? Deployment.Folder : null };

    private static ComposeService Read(JsonProperty service)
    {
        var image = service.Value.TryGetProperty("image", out var named) ? named.GetString()! : "";
        var isDatabase = service.Value.TryGetProperty("environment", out var environment) && environment.ValueKind == JsonValueKind.Object
            && environment.TryGetProperty("POSTGRES_PASSWORD", out _) && (service.Name == "postgres" || image.Contains("postgres", StringComparison.Ordinal));
        var volumes = service.Value.TryGetProperty("volumes", out var mounts)
            ? mounts.EnumerateArray().Where(mount => mount.GetProperty("type").GetString() == "volume").Select(mount => (mount.GetProperty("source").GetString()!, mount.GetProperty("target").GetString()!))
            : [];
        var isTask = service.Value.TryGetProperty("restart", out var restart) && restart.GetString() == "on-failure";
        return new(service.Name, image, isDatabase, isTask, [.. volumes]);
    }
}
