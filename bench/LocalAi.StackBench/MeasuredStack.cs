using System.Diagnostics;
using LocalAi.TestServers;

namespace LocalAi.StackBench;

/// <summary>The stack that is started over and over: on the same data directory and ports, so that what a start left is found by the next.</summary>
internal sealed class MeasuredStack(string dataDirectory, bool withContainers)
{
    private const string Ready = "Press Ctrl+C";
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly string[] Services = ["dashboard", "simulator", "agent", "web"];
    private static readonly (string Service, string Path)[] Containers = [("searxng", "healthz"), ("n8n", "healthz/readiness"), ("open-webui", "health")];

    private IReadOnlyDictionary<string, string> _settings = withContainers
        ? new Dictionary<string, string>([.. RealServices.ImageSettings, new("ContainerLifetime", "persistent"), new("Search:PublicEngines", "false")])
        : new Dictionary<string, string>();

    /// <summary>Starts it as the README does, measures it and stops it.</summary>
    public async Task<StackRun> MeasureAsync()
    {
        await using var host = new AppHostProcess(_settings, dataDirectory) { Patience = Longest };
        _settings = host.Settings;
        var clock = Stopwatch.StartNew();
        host.StartWithDotnetRun();
        var services = Services.Select(service => (service, "health")).Concat(withContainers ? Containers : []);
        var healthy = await Task.WhenAll(services.Select(async service =>
        {
            await host.WaitUntilUpAsync(service.Item1, service.Item2, CancellationToken.None);
            return (Service: service.Item1, clock.Elapsed);
        }));
        await host.WaitUntilAsync(() => Task.FromResult(host.Output.Contains(Ready, StringComparison.Ordinal)), "the summary", CancellationToken.None);
        var all = clock.Elapsed;
        await Task.Delay(Idle);
        return new(healthy.Append(("all, told by the host", all)).ToDictionary(entry => entry.Item1, entry => entry.Item2), ProcessMemory.Of(host));
    }
}
