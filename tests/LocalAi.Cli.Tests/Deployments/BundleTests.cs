namespace LocalAi.Cli.Tests.Deployments;

/// <summary>A bundle of a real image and a models volume, loaded where both are gone.</summary>
public sealed class BundleTests : IAsyncDisposable
{
    private readonly TestDeployment _deployment = new();
    private readonly string _image = $"localai-test/bundled:{Guid.NewGuid():N}";

    private string Bundle => Path.Combine(_deployment.Next, "bundle");

    public async ValueTask DisposeAsync()
    {
        await _deployment.DisposeAsync();
        TestServers.RealServices.Run("docker", ["image", "rm", "--force", _image]);
    }

    [Fact]
    public async Task Load_BringsImagesAndModels_ToAMachineWithout()
    {
        Assert.SkipWhen(TestDeployment.WhyNot() is not null, TestDeployment.WhyNot() ?? "");
        await MakeAsync();

        await _deployment.RunAsync(0, "bundle", Bundle, "--deployment", _deployment.Folder);
        await _deployment.Project.ComposeAsync(["down", "--volumes", "--timeout", "1"], TestContext.Current.CancellationToken);
        await _deployment.Project.DockerAsync(["image", "rm", _image], TestContext.Current.CancellationToken);
        await _deployment.RunAsync(0, "load", Bundle, "--deployment", _deployment.Folder);

        Assert.Contains("  models in ollama-data\nLoaded.", _deployment.Terminal.Output, StringComparison.Ordinal);
        await _deployment.Project.UpAsync([], TestContext.Current.CancellationToken);
        Assert.Equal("the weights", await _deployment.ExecuteAsync("ollama", "cat", "/root/.ollama/models/blob"));
    }

    [Fact]
    public async Task Load_LoadsNothing_WhenAFileOfTheBundleIsDamaged()
    {
        Assert.SkipWhen(TestDeployment.WhyNot() is not null, TestDeployment.WhyNot() ?? "");
        await MakeAsync();
        await _deployment.RunAsync(0, "bundle", Bundle, "--deployment", _deployment.Folder);
        await _deployment.RunAsync(1, "bundle", Bundle, "--deployment", _deployment.Folder);
        Assert.Equal($"{Bundle} exists already: name a new folder.\n", _deployment.Terminal.Error);
        await _deployment.Project.ComposeAsync(["down", "--volumes", "--timeout", "1"], TestContext.Current.CancellationToken);
        await _deployment.Project.DockerAsync(["image", "rm", _image], TestContext.Current.CancellationToken);
        var damaged = Path.Combine(Bundle, "models-ollama-data.tar");
        await using (var file = new FileStream(damaged, FileMode.Open))
        {
            file.Position = 100;
            file.WriteByte((byte)'?');
        }

        await _deployment.RunAsync(1, "load", Bundle, "--deployment", _deployment.Folder);

        Assert.Contains($"{damaged} is not what was bundled: copy the bundle again. Nothing was loaded.\n", _deployment.Terminal.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, TestServers.RealServices.Run("docker", ["image", "inspect", _image]));

        File.Delete(damaged);
        await _deployment.RunAsync(1, "load", Bundle, "--deployment", _deployment.Folder);
        Assert.Contains($"{damaged} is missing: copy the bundle again. Nothing was loaded.\n", _deployment.Terminal.Error, StringComparison.Ordinal);
    }

    private async Task MakeAsync()
    {
        // A name of its own for an image that is there: what is removed and loaded is the name.
        var cancellationToken = TestContext.Current.CancellationToken;
        await _deployment.Project.DockerAsync(["tag", "localai-test/debian:bookworm", _image], cancellationToken);
        Directory.CreateDirectory(_deployment.Folder);
        await File.WriteAllTextAsync(
            Path.Combine(_deployment.Folder, "docker-compose.yaml"),
            $$"""
            name: {{Path.GetFileName(Path.GetDirectoryName(_deployment.Folder))!.ToLowerInvariant()}}
            services:
              ollama:
                image: {{_image}}
                entrypoint: ["sleep", "infinity"]
                init: true
                volumes: ["ollama-data:/root/.ollama"]
            volumes:
              ollama-data: {}
            """,
            cancellationToken);
        await _deployment.Project.UpAsync([], cancellationToken);
        await _deployment.ExecuteAsync("ollama", "sh", "-c", "mkdir /root/.ollama/models && echo 'the weights' >/root/.ollama/models/blob");
    }
}
