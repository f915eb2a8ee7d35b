using System.Diagnostics;
using System.Globalization;
using LocalAi.TestServers;

namespace LocalAi.IntegrationTests.Services;

/// <summary>The container engine itself dies and comes back.</summary>
[Collection(nameof(WholeStacks))]
public sealed class EngineFailureTests
{
    private static readonly string PidFile = Path.Combine(Repository.Root, ".cache", "dockerd.pid");

    [Fact]
    public async Task KilledEngine_IsStated_AndContainersComeBackWithIt()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.SkipWhen(RealServices.WhyNoContainers() is not null, RealServices.WhyNoContainers() ?? "");
        Assert.SkipUnless(File.Exists(PidFile), "not obtainable: the container engine of this machine is not the tests' to kill");
        using var engine = new EngineState();
        await using var host = new AppHostProcess(new Dictionary<string, string>([.. RealServices.ImageSettings, new("Services:n8n:Source", "off")]), engine.DataDirectory);
        host.Start();
        await new StackClient(host).WaitUntilUpAsync(cancellationToken);

        using (var dockerd = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(PidFile, cancellationToken), CultureInfo.InvariantCulture)))
        {
            dockerd.Kill();
        }

        try
        {
            var log = Path.Combine(host.DataDirectory, "logs", "searxng.log");
            await host.WaitUntilAsync(
                async () => (await File.ReadAllTextAsync(log, cancellationToken)).Contains("does not answer any more. It goes on when the engine is back.", StringComparison.Ordinal),
                "the log of a container to say that its engine is gone",
                cancellationToken);
        }
        finally
        {
            Assert.Equal(0, RealServices.Run("bash", [Path.Combine(Repository.Root, "eng", "real-services.sh"), "engine-start"]));
        }

        await host.WaitUntilUpAsync("agent", cancellationToken);
        await host.WaitUntilAsync(
            () => Task.FromResult(engine.PublishedPorts().Keys.Order(StringComparer.Ordinal).SequenceEqual(["open-webui", "postgres", "searxng"])), "all containers", cancellationToken);
        var (_, answer) = await new StackClient(host).ChatAsync("My name is Ada. What is my name?", cancellationToken);
        Assert.Contains("Ada", answer);
    }
}
