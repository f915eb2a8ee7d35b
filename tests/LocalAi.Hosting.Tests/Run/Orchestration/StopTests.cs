using System.Diagnostics;
using LocalAi.Hosting.Run.Orchestration;
using LocalAi.Hosting.Run.Processes;

namespace LocalAi.Hosting.Tests.Run.Orchestration;

public sealed class StopTests : IAsyncDisposable
{
    private readonly TestApplication _application = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_EndsWhatDependsOnOthersFirst()
    {
        var log = _application.File("stopped");
        string Tell(string name) => $"trap 'echo {name} >> {log}; exit 0' TERM; while :; do sleep 0.02; done";
        var database = _application.AddShell("database", Tell("database"));
        var agent = _application.AddShell("agent", Tell("agent")).WaitFor(database);
        _application.AddShell("web", Tell("web")).WaitFor(agent);
        await _application.StartAsync();
        await _application.WaitAsync("web", "Running");

        await _application.App.StopAsync(Cancelled);

        Assert.Equal(["web", "agent", "database"], await File.ReadAllLinesAsync(log, Cancelled));
    }

    [Fact]
    public async Task Stop_TakesLessThanTenSeconds_WhenNothingEndsByItself()
    {
        const string Stubborn = "trap '' TERM INT; echo ready; while :; do sleep 0.05; done";
        var database = _application.AddShell("database", Stubborn);
        var agent = _application.AddShell("agent", Stubborn).WaitFor(database);
        _application.AddShell("web", Stubborn).WaitFor(agent);
        await _application.StartAsync();
        var pids = new List<int>();
        foreach (var name in (string[])["database", "agent", "web"])
        {
            pids.Add(TestApplication.Pid(await _application.WaitAsync(name, "Running")));
        }

        var watch = Stopwatch.StartNew();
        await _application.App.StopAsync(Cancelled);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        Assert.All(pids, pid => Assert.Null(ProcessIdentity.Of(pid)));
    }

    [Fact]
    public async Task Stop_LeavesNoTraceForTheNextStart()
    {
        _application.AddShell("server", "sleep 600");
        await _application.StartAsync();
        await _application.WaitAsync("server", "Running");

        await _application.App.StopAsync(Cancelled);

        Assert.False(File.Exists(Path.Combine(_application.DataDirectory, "host", "processes.json")));
    }

    [Fact]
    public void Order_CutsCirclesOfReferences_AndKeepsWaits()
    {
        var builder = DistributedApplication.CreateBuilder();
        var database = builder.AddExecutable("database", "x", "/");
        var tools = builder.AddExecutable("tools", "x", "/").WithHttpEndpoint();
        var agent = builder.AddExecutable("agent", "x", "/").WithHttpEndpoint().WaitFor(database).WithReference(tools.GetEndpoint("http"));
        tools.WithReference(agent.GetEndpoint("http")).WaitFor(agent);

        var order = new StopOrder([database.Resource, tools.Resource, agent.Resource]);

        Assert.Equal(["agent"], order.Before(database.Resource).Select(resource => resource.Name));
        Assert.Equal(["tools"], order.Before(agent.Resource).Select(resource => resource.Name));
        Assert.Empty(order.Before(tools.Resource));
    }

    [Theory]
    [InlineData("/usr/lib/postgresql/17/bin/postgres", "", nameof(Signal.Interrupt))]
    [InlineData("setpriv", "--reuid=nobody /usr/lib/postgresql/17/bin/postgres -D data", nameof(Signal.Interrupt))]
    [InlineData("n8n", "start --name postgres-helper", nameof(Signal.Terminate))]
    public void Signal_IsTheOneForAFastOrderlyStop(string command, string arguments, string signal) =>
        Assert.Equal(signal, StopSignals.For(command, arguments.Split(' ')).ToString());

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
