using LocalAi.TestServers;

namespace LocalAi.BrowserTests;

/// <summary>The real simulator with an RTX 3090's timing, the real agent on a real Postgres, and the web UI in front of them.</summary>
public sealed class ModelsFixture : IAsyncLifetime
{
    public const string Model = "simulated/qwen3:1.7b";

    private ServiceProcess? _simulator;
    private ServiceProcess? _agent;
    private PostgresServer? _postgres;
    private WebProcess? _web;

    public string Url => _web!.Url;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _postgres = await PostgresServer.StartAsync();
        var simulator = $"http://127.0.0.1:{FreePort.Next()}";
        var agent = $"http://127.0.0.1:{FreePort.Next()}";
        _simulator = await ServiceProcess.StartAsync("LocalAi.ModelSimulator", simulator, new()
        {
            ["LocalAi__Simulator__Gpu"] = "rtx-3090",
            ["LocalAi__Simulator__PullBytesPerSecond"] = "200000000",
        }, cancellationToken);
        _agent = await ServiceProcess.StartAsync("LocalAi.AgentApi", agent, new()
        {
            ["ConnectionStrings__agentdb"] = await _postgres.CreateDatabaseAsync(),
            ["ConnectionStrings__chat"] = $"Endpoint={simulator};Model={Model}",
            ["ConnectionStrings__embedding"] = $"Endpoint={simulator};Model=simulated/hashed-ngrams",
            ["Hardware__Gpu"] = "rtx-3090",
        }, cancellationToken);
        _web = await WebProcess.StartAsync(agent, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new IAsyncDisposable?[] { _web, _agent, _simulator, _postgres })
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }
}
