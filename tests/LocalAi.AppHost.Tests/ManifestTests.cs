using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests;

/// <summary>The committed manifest is what the app host publishes, wherever it is published.</summary>
public sealed class ManifestTests
{
    [Fact]
    public async Task CommittedManifest_IsWhatTheAppHostPublishes()
    {
        var published = await PublishedManifest.PublishAsync();

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "aspire-manifest.json"), TestContext.Current.CancellationToken), published);
    }

    [Fact]
    public async Task Manifest_IsTheSame_WhateverTheMachineAndItsSettings()
    {
        var plain = await PublishedManifest.PublishAsync();
        var configured = await PublishedManifest.PublishAsync("--LocalAi:DataDirectory=/nowhere", "--LocalAi:Services:ollama:Source=embedded", "--Parameters:postgres-password=hunter2");

        Assert.Equal(plain, configured);
        Assert.DoesNotContain("hunter2", configured);
        Assert.DoesNotContain(Repository.Root, plain);
    }
}
