using System.Diagnostics;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests;

/// <summary>The committed manifest is what the app host publishes, wherever it is published.</summary>
public sealed class ManifestTests : IDisposable
{
    // Paths in a manifest are relative to its folder, so it must lie where the committed one does.
    private readonly string _file = Path.Combine(Repository.Root, $"aspire-manifest.{Guid.NewGuid():N}.json");

    [Fact]
    public async Task CommittedManifest_IsWhatTheAppHostPublishes()
    {
        var published = await PublishAsync();

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "aspire-manifest.json"), TestContext.Current.CancellationToken), published);
    }

    [Fact]
    public async Task Manifest_IsTheSame_WhateverTheMachineAndItsSettings()
    {
        var plain = await PublishAsync();
        var configured = await PublishAsync("--LocalAi:DataDirectory=/nowhere", "--LocalAi:Services:ollama:Source=embedded", "--Parameters:postgres-password=hunter2");

        Assert.Equal(plain, configured);
        Assert.DoesNotContain("hunter2", configured);
        Assert.DoesNotContain(Repository.Root, plain);
    }

    public void Dispose() => File.Delete(_file);

    private async Task<string> PublishAsync(params string[] arguments)
    {
        File.Delete(_file);
        var start = new ProcessStartInfo("dotnet", [Repository.Assembly("LocalAi.AppHost"), "--publisher", "manifest", "--output-path", _file, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        output += await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken);
    }
}
