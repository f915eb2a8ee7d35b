using System.Net.Http.Headers;
using System.Net.Http.Json;
using LocalAi.TestServers;

namespace LocalAi.BrowserTests;

/// <summary>The real agent that wants keys and has the collections Contracts and Manuals, on a real Postgres and the real simulator, and the web UI that wants a password.</summary>
public sealed class AccessFixture : IAsyncLifetime
{
    public const string Password = "a password of this test";
    private const string StackKey = "the stack's key in this test";

    private readonly List<IAsyncDisposable> _servers = [];

    public string AgentUrl { get; } = $"http://127.0.0.1:{FreePort.Next()}";

    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var postgres = await PostgresServer.StartAsync(cancellationToken);
        _servers.Add(postgres);
        var simulator = $"http://127.0.0.1:{FreePort.Next()}";
        _servers.Add(await ServiceProcess.StartAsync("LocalAi.ModelSimulator", simulator, [], cancellationToken));
        _servers.Add(await ServiceProcess.StartAsync("LocalAi.AgentApi", AgentUrl, new()
        {
            ["ConnectionStrings__agentdb"] = await postgres.CreateDatabaseAsync(cancellationToken: cancellationToken),
            ["ConnectionStrings__chat"] = $"Endpoint={simulator};Model=simulated/extractive",
            ["Access__RequireKey"] = "true",
            ["Access__StackKey"] = StackKey,
        }, cancellationToken));
        await CreateCollectionsAsync(cancellationToken);
        var web = await WebProcess.StartAsync(AgentUrl, cancellationToken, new Dictionary<string, string>
        {
            ["Web__Password"] = Password,
            ["Web__AgentKey"] = StackKey,
        });
        _servers.Add(web);
        Url = web.Url;
    }

    private async Task CreateCollectionsAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(AgentUrl), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", StackKey) } };
        while (!await IsHealthyAsync())
        {
            await Task.Delay(50, cancellationToken);
        }

        foreach (var name in (string[])["Contracts", "Manuals"])
        {
            using var response = await http.PostAsJsonAsync("/api/knowledge/collections", new { name }, cancellationToken);
            response.EnsureSuccessStatusCode();
        }

        async Task<bool> IsHealthyAsync()
        {
            using var health = await http.GetAsync("/health", cancellationToken);
            return health.IsSuccessStatusCode;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
        {
            await server.DisposeAsync();
        }
    }
}
