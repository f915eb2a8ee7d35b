using System.Diagnostics;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace LocalAi.AgentApi.Tests.Database;

public sealed class DatabaseTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Migrations_RunOnce_WhenSeveralAgentsStartAtTheSameTime()
    {
        await using var ollama = await FakeOllama.StartAsync();
        var database = await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);

        var agents = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => AgentServer.Start(ollama.ConnectionString, database))));
        await Task.WhenAll(agents.Select(agent => agent.WaitForHealthAsync("Healthy")));
        foreach (var agent in agents)
        {
            await agent.DisposeAsync();
        }

        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT string_agg(scriptname, ',' ORDER BY schemaversionsid) FROM schema_versions");
        var migrations = typeof(AgentOptions).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join(',', migrations), await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AddNpgsqlDataSource_ConnectsChecksHealthAndTraces_WhenTheConnectionStringIsThere()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration["ConnectionStrings:x"] = postgres.Server.ConnectionString() + ";Application Name=first";
        builder.AddNpgsqlDataSource("x", configureDataSourceBuilder: source => source.ConnectionStringBuilder.ApplicationName = "configured");
        using var host = builder.Build();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);

        await using var connection = host.Services.GetRequiredService<NpgsqlConnection>();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SHOW application_name", connection);
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal("configured", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.Same(host.Services.GetRequiredService<NpgsqlDataSource>(), host.Services.GetRequiredService<NpgsqlDataSource>());
        Assert.Equal([("PostgreSql", HealthStatus.Healthy)], health.Entries.Select(entry => (entry.Key, entry.Value.Status)));
    }

    [Fact]
    public async Task AddNpgsqlDataSource_IsUnhealthyAndNamesTheKey_WhenTheConnectionStringIsMissing()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.AddNpgsqlDataSource("x");
        using var host = builder.Build();

        var error = Assert.Throws<InvalidOperationException>(host.Services.GetRequiredService<NpgsqlDataSource>);
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Contains("ConnectionStrings:x", error.Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
    }
}
