using LocalAi.AgentApi.Tests.Servers;
using LocalAi.TestServers;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace LocalAi.AgentApi.Tests.Servers;

/// <summary>One Postgres for all tests of the assembly; each makes its own database. Tests that stop the server start their own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
