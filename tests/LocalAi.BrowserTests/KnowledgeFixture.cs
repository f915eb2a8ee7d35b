using LocalAi.TestServers;

namespace LocalAi.BrowserTests;

/// <summary>The simulator with the models that it always has, the real agent on a real Postgres, and the web UI in front of them.</summary>
public sealed class KnowledgeFixture : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _servers = [];

    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var postgres = await PostgresServer.StartAsync(cancellationToken);
        _servers.Add(postgres);
        var simulator = $"http://127.0.0.1:{FreePort.Next()}";
        _servers.Add(await ServiceProcess.StartAsync("LocalAi.ModelSimulator", simulator, [], cancellationToken));
        var agent = $"http://127.0.0.1:{FreePort.Next()}";
        _servers.Add(await ServiceProcess.StartAsync("LocalAi.AgentApi", agent, new()
        {
            ["ConnectionStrings__agentdb"] = await postgres.CreateDatabaseAsync(cancellationToken: cancellationToken),
            ["ConnectionStrings__chat"] = $"Endpoint={simulator};Model=simulated/extractive",
            ["ConnectionStrings__embedding"] = $"Endpoint={simulator};Model=simulated/hashed-ngrams",
        }, cancellationToken));
        var web = await WebProcess.StartAsync(agent, cancellationToken);
        _servers.Add(web);
        Url = web.Url;
    }

    public async ValueTask DisposeAsync()
    {
        _servers.Reverse();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
