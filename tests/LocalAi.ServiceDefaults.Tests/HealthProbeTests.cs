using System.Diagnostics;
using LocalAi.TestServers;

namespace LocalAi.ServiceDefaults.Tests;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData(null, null, null, 8080)]
    [InlineData(null, null, "8090", 8090)]
    [InlineData(null, "8081;8082", "8090", 8081)]
    [InlineData("http://0.0.0.0:18888;http://0.0.0.0:18889", "8081", null, 18888)]
    [InlineData("http://+:5000/", null, null, 5000)]
    public void Address_IsWhereTheServiceListens(string? urls, string? ports, string? imagePorts, int expected)
    {
        var address = HealthProbe.Address(name => name switch
        {
            "ASPNETCORE_URLS" => urls,
            "HTTP_PORTS" => ports,
            "ASPNETCORE_HTTP_PORTS" => imagePorts,
            _ => null,
        });

        Assert.Equal(new Uri($"http://127.0.0.1:{expected}/health"), address);
    }

    [Theory]
    [InlineData("LocalAi.AgentApi")]
    [InlineData("LocalAi.Web")]
    [InlineData("LocalAi.Dashboard")]
    [InlineData("LocalAi.ModelSimulator")]
    public async Task EveryProgram_OnlyProbes_WhenAskedTo(string program)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Assembly(program), "--health"]) { RedirectStandardOutput = true };
        var port = FreePort.Next();
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith($"http://127.0.0.1:{port}/health does not answer", output, StringComparison.Ordinal);
    }
}
