using System.Diagnostics;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests;

/// <summary>The manifest that the app host publishes under some settings.</summary>
internal static class PublishedManifest
{
    public static async Task<string> PublishAsync(params string[] arguments)
    {
        // Paths in a manifest are relative to its folder, so it must lie where the committed one does.
        var file = Path.Combine(Repository.Root, $"aspire-manifest.{Guid.NewGuid():N}.json");
        try
        {
            var start = new ProcessStartInfo("dotnet", [Repository.Assembly("LocalAi.AppHost"), "--publisher", "manifest", "--output-path", file, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            output += await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, output);
            return await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
