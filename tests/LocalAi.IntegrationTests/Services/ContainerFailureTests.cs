using System.Diagnostics;
using LocalAi.TestServers;
using LocalAi.TestServers.Engines;

namespace LocalAi.IntegrationTests.Services;

/// <summary>Containers that outlive their host, or change.</summary>
[Collection(nameof(WholeStacks))]
public sealed class ContainerFailureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PersistentContainers_GoOn_AndOnlyTheOneWhoseSettingChangedIsMadeAnew()
    {
        Assert.SkipWhen(RealServices.WhyNoContainers() is not null, RealServices.WhyNoContainers() ?? "");
        var settings = new Dictionary<string, string>([.. RealServices.ImageSettings, new("ContainerLifetime", "persistent"), new("Search:PublicEngines", "false")]);
        using var engine = new EngineState();
        await using var first = new AppHostProcess(settings, engine.DataDirectory);
        first.Start();
        await new StackClient(first).WaitUntilUpAsync(Cancellation);
        await new StackClient(first).CallWorkflowAsync("localai-ingest", new { title = "Kept", text = "over the restart" }, Cancellation);
        Assert.All(engine.PublishedPorts(), service => Assert.Equal([$"127.0.0.1:{first.Port(service.Key)}"], service.Value));
        var before = engine.Containers();
        await first.StopAsync(terminate: true, Cancellation);
        Assert.Equal(before, engine.Containers());

        await using var second = new AppHostProcess(first.Settings, first.DataDirectory);
        var watch = Stopwatch.StartNew();
        second.Start();
        await new StackClient(second).WaitUntilUpAsync(Cancellation);
        TestContext.Current.SendDiagnosticMessage($"All healthy after {watch.Elapsed.TotalSeconds:F1} s with persistent containers.");
        Assert.Equal(before, engine.Containers());
        var stored = await new StackClient(second).CallWorkflowAsync("localai-ingest", new { title = "Another", text = "one" }, Cancellation);
        Assert.Equal("2", stored.GetProperty("id").ToString());
        await second.StopAsync(terminate: true, Cancellation);

        await using var third = new AppHostProcess(new Dictionary<string, string>([.. first.Settings, new("Search:Sources:own:Url", "http://search.test/?q={query}")]), first.DataDirectory);
        third.Start();
        await new StackClient(third).WaitUntilUpAsync(Cancellation);
        var after = engine.Containers();
        Assert.Equal(["searxng"], before.Keys.Where(service => after[service] != before[service]));
    }

    [Fact]
    public async Task ContainersOfAKilledHost_AreRemoved_AtTheNextStart()
    {
        Assert.SkipWhen(RealServices.WhyNoContainers() is not null, RealServices.WhyNoContainers() ?? "");
        var settings = new Dictionary<string, string>([.. RealServices.ImageSettings, new("Services:n8n:Source", "off")]);
        using var engine = new EngineState();
        await using var first = new AppHostProcess(settings, engine.DataDirectory);
        first.Start();
        await new StackClient(first).WaitUntilUpAsync(Cancellation);
        var orphans = engine.Containers().Values.ToHashSet();
        await first.KillAsync(Cancellation);
        Assert.Equal(orphans, engine.Containers().Values.ToHashSet());

        // One of the containers that are left holds a port which a program now needs.
        await using var second = new AppHostProcess(
            new Dictionary<string, string>([.. first.Settings, new("Services:searxng:Source", "off"), new("Services:postgres:Source", "native")]), first.DataDirectory);
        second.Start();
        await new StackClient(second).WaitUntilUpAsync(Cancellation);

        Assert.Equal(["open-webui"], engine.Containers().Keys);
        Assert.Empty(engine.Containers().Values.Intersect(orphans));
        await second.StopAsync(terminate: true, Cancellation);
        Assert.Empty(engine.Containers());
    }
}
