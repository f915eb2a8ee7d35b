using System.Text.Json.Nodes;

namespace LocalAi.Hosting.Tests;

/// <summary>A temporary folder in which a test's app host lies, with its data directory.</summary>
internal sealed class AppHostFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("localai-apphost-").FullName;

    public string DataDirectory => System.IO.Path.Combine(Path, "data-directory");

    public string ManifestPath => System.IO.Path.Combine(Path, "aspire-manifest.json");

    public DistributedApplicationBuilder Builder(params string[] args) => new(new DistributedApplicationOptions
    {
        Args = [.. args, $"--LocalAi:DataDirectory={DataDirectory}"],
        ProjectDirectory = Path,
    });

    public async Task<string> PublishManifestAsync(Action<IDistributedApplicationBuilder> declare, params string[] args)
    {
        var builder = Builder([.. args, "--publisher", "manifest", "--output-path", ManifestPath]);
        declare(builder);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return await File.ReadAllTextAsync(ManifestPath, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> PublishResourcesAsync(Action<IDistributedApplicationBuilder> declare, params string[] args) =>
        JsonNode.Parse(await PublishManifestAsync(declare, args))!["resources"]!;

    public async Task<string> PublishComposeAsync(Action<IDistributedApplicationBuilder> declare, string folder = "out")
    {
        var output = System.IO.Path.Combine(Path, folder);
        var builder = Builder("--operation", "publish", "--step", "publish", "--output-path", output);
        declare(builder);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return output;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
