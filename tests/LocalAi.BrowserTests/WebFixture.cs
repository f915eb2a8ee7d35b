using LocalAi.TestServers.FakeAgent;

namespace LocalAi.BrowserTests;

/// <summary>A fake agent and the web UI in front of it, for one test.</summary>
public sealed class WebFixture : IAsyncLifetime
{
    public FakeAgentServer Agent { get; } = new();

    public WebProcess Web { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Agent.StartAsync(TestContext.Current.CancellationToken);
        Web = await WebProcess.StartAsync(Agent.Url, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        await Agent.DisposeAsync();
    }
}
