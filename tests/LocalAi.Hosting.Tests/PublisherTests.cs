namespace LocalAi.Hosting.Tests;

public sealed class PublisherTests : IDisposable
{
    private readonly AppHostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Manifest_IsWrittenIntoTheFolder_WhenThePathIsNoFile()
    {
        var output = Path.Combine(_folder.Path, "out");
        await RunAsync("--operation", "publish", "--step", "publish-manifest", "--output-path", output);

        Assert.Equal("{\n  \"resources\": {}\n}", await File.ReadAllTextAsync(Path.Combine(output, "aspire-manifest.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Manifest_IsTheSame_WhenPublishedTwice()
    {
        var first = await _folder.PublishManifestAsync(builder => builder.AddPostgres("db").WithDataVolume());
        var second = await _folder.PublishManifestAsync(builder => builder.AddPostgres("db").WithDataVolume());

        Assert.Equal(first, second);
        Assert.False(Directory.Exists(_folder.DataDirectory));
    }

    [Fact]
    public async Task Manifest_StaysAsItWas_WhenPublishingFails()
    {
        await File.WriteAllTextAsync(_folder.ManifestPath, "before", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _folder.PublishManifestAsync(
            builder => builder.AddContainer("app", "app", "1").WithEnvironment(_ => throw new InvalidOperationException())));

        Assert.Equal("before", await File.ReadAllTextAsync(_folder.ManifestPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Manifest_IsRefused_WhenNoPathIsGiven()
    {
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => RunAsync("--publisher", "manifest"));

        Assert.Equal("The '--output-path [path]' option was not specified even though manifest publishing was requested.", error.Message);
    }

    [Fact]
    public async Task Step_IsRefused_WhenNothingPublishesIt()
    {
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => RunAsync("--operation", "publish", "--step", "publish-other"));

        Assert.Equal("There is nothing to publish for the step 'publish-other'. The application has the steps: publish-manifest.", error.Message);
    }

    [Theory]
    [InlineData("--publisher", "docker", "The publisher 'docker' does not exist: --publisher takes 'manifest'; for a compose file use --operation publish --step publish.")]
    [InlineData("--operation", "deploy", "The operation 'deploy' does not exist: --operation takes 'run' or 'publish'.")]
    public void CommandLine_IsRefused_WhenAnOptionHasAnUnknownValue(string option, string value, string message)
    {
        var error = Assert.Throws<DistributedApplicationException>(() => _folder.Builder(option, value));

        Assert.Equal(message, error.Message);
    }

    private async Task RunAsync(params string[] args)
    {
        await using var app = _folder.Builder(args).Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
    }
}
