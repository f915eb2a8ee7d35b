using LocalAi.TestServers;

namespace LocalAi.IntegrationTests;

/// <summary>One stack for the tests that only use it.</summary>
public sealed class RunningStack : IAsyncLifetime
{
    public AppHostProcess Host { get; } = new();

    public async ValueTask InitializeAsync() => await Host.StartAndWaitAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
