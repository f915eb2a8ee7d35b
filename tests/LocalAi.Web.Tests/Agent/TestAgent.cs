using LocalAi.TestServers.FakeAgent;
using LocalAi.Web.Agent;

namespace LocalAi.Web.Tests.Agent;

/// <summary>A fake agent and a client that speaks to it over HTTP.</summary>
internal sealed class TestAgent : IAsyncDisposable, IHttpClientFactory
{
    public FakeAgentServer Server { get; } = new();

    public AgentClient Client => new(this);

    public static async Task<TestAgent> StartAsync()
    {
        var agent = new TestAgent();
        await agent.Server.StartAsync(TestContext.Current.CancellationToken);
        return agent;
    }

    public HttpClient CreateClient(string name) => new() { BaseAddress = new Uri(Server.Url) };

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
