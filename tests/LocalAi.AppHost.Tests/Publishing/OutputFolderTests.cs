using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Publishing;

public sealed class OutputFolderTests : IDisposable
{
    private readonly PublishedFolder _folder = new();

    [Fact]
    public async Task SecondPublish_GivesTheSameFiles_AndKeepsTheSecrets()
    {
        var first = await _folder.PublishAsync(PublishedFolder.Public);
        var files = _folder.Files.ToDictionary(file => file, _folder.Read);
        Compose.FillSecrets(_folder);
        var secrets = _folder.Read(".env");
        File.SetUnixFileMode(Path.Combine(_folder.Path, ".env"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var second = await _folder.PublishAsync(PublishedFolder.Public);

        Assert.Contains("  new        docker-compose.yaml", first);
        Assert.Contains("secrets init", first);
        Assert.Equal([.. files.Keys], _folder.Files);
        Assert.All(files.Where(file => file.Key != ".env"), file => Assert.Equal(file.Value, _folder.Read(file.Key)));
        Assert.Equal(secrets, _folder.Read(".env"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, ".env")));
        Assert.Contains("  unchanged  docker-compose.yaml", second);
        Assert.Contains("  kept       .env\n", second);
        Assert.DoesNotContain("changed    ", second.Replace("unchanged", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SecondPublish_SaysWhatChanged_AndRemovesWhatIsGone()
    {
        await _folder.PublishAsync(PublishedFolder.Public);
        _folder.Write("docker-compose.override.yaml", "services: {}\n");

        var output = await _folder.PublishAsync("--LocalAi:Environment=private", "--LocalAi:Models:Chat=qwen3:8b", "--LocalAi:Gpu=nvidia");

        Assert.Contains("  removed    caddy/Caddyfile", output);
        Assert.Contains("  changed    docker-compose.yaml: agent, caddy (gone), dashboard, n8n, ollama, ollama-pull, open-webui, postgres, searxng, web", output);
        Assert.Contains("COMPOSE_FILE is docker-compose.yaml:docker-compose.gpu-nvidia.yaml", output);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "caddy", "Caddyfile")));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "docker-compose.override.yaml")));
    }

    [Fact]
    public async Task Folder_IsRefused_InsideTheRepository()
    {
        var folder = Path.Combine(Repository.Root, "LocalAi.AppHost", "deployment");

        var (exitCode, output) = await PublishedFolder.TryPublishAsync(["--output-path", folder, .. PublishedFolder.Public]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"--output-path is '{folder}', which is inside the repository: secrets would lie among the sources.", output);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Folder_IsRefused_WithForeignFiles()
    {
        _folder.Write("docker-compose.yaml", "services: {}\n");
        _folder.Write("notes/todo.txt", "buy milk\n");

        var (exitCode, output) = await PublishedFolder.TryPublishAsync(["--output-path", _folder.Path, .. PublishedFolder.Public]);

        Assert.Equal(1, exitCode);
        Assert.Contains("holds files that LocalAi did not publish: docker-compose.yaml, notes/todo.txt.", output);
        Assert.Equal(["docker-compose.yaml", "notes/todo.txt"], _folder.Files);
        Assert.Equal("services: {}\n", _folder.Read("docker-compose.yaml"));
    }

    [Fact]
    public async Task EverythingThatIsMissing_IsNamedAtOnce()
    {
        var (exitCode, output) = await PublishedFolder.TryPublishAsync("--LocalAi:Environment=public");

        Assert.Equal(1, exitCode);
        Assert.Contains("LocalAi:Domain is missing.", output);
        Assert.Contains("LocalAi:Email is missing.", output);
        Assert.Contains("--output-path is missing: it is the folder to publish into", output);
    }

    public void Dispose() => _folder.Dispose();
}
