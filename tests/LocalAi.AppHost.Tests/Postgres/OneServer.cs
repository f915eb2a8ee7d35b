using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Postgres;

/// <summary>One real Postgres for all tests of a class; they are skipped where there is none.</summary>
public sealed class OneServer : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Postgres
    {
        get
        {
            Assert.SkipWhen(_server is null, "Postgres is not installed: run eng/real-services.sh packages");
            return _server!;
        }
    }

    public async ValueTask InitializeAsync() =>
        _server = PostgresServer.BinFolder is null ? null : await PostgresServer.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
