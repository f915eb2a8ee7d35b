using LocalAi.Hosting.Run;

namespace LocalAi.Hosting.Tests.Run.Hosts;

public sealed class SessionTests : IAsyncDisposable
{
    private readonly TestApplication _first = new();

    [Fact]
    public async Task SecondHost_IsRefused_BeforeTheAppHostChecksAnything()
    {
        await _first.StartAsync();
        var checkedAnything = false;
        var second = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = [$"--LocalAi:DataDirectory={_first.DataDirectory}"] });
        second.Eventing.Subscribe<BeforeStartEvent>((_, _) =>
        {
            checkedAnything = true;
            return Task.CompletedTask;
        });
        await using var application = second.Build();

        var exception = await Assert.ThrowsAsync<HostStartException>(() => application.StartAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("LocalAi is already running on this data directory: process ", exception.Message, StringComparison.Ordinal);
        Assert.False(checkedAnything);
    }

    public ValueTask DisposeAsync() => _first.DisposeAsync();
}
