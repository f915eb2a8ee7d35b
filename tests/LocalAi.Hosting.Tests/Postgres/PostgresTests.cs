using LocalAi.Hosting.Evaluation;
using LocalAi.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.Hosting.Tests.Postgres;

public sealed class PostgresTests : IDisposable
{
    private readonly AppHostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Databases_AreCreated_WhenTheServerIsReady_AndHealthFollowsTheServer()
    {
        Assert.SkipWhen(PostgresServer.BinFolder is null, "Postgres' programs are not installed.");
        await using var real = await PostgresServer.StartAsync(TestContext.Current.CancellationToken);
        var builder = _folder.Builder("--Parameters:password=postgres");
        var server = builder.AddPostgres("db", password: builder.AddParameter("password", secret: true));
        server.AddDatabase("items", "My Items");
        EndpointAllocation.Allocate(server.Resource, server.Resource.PrimaryEndpoint.EndpointAnnotation, real.Port, targetPort: 5432);
        await using var app = builder.Build();
        Assert.Equal([("db_check", HealthStatus.Healthy), ("items_check", HealthStatus.Unhealthy)], await HealthAsync(app));

        await builder.Eventing.PublishAsync(new ResourceReadyEvent(server.Resource, app.Services), TestContext.Current.CancellationToken);
        Assert.Equal([("db_check", HealthStatus.Healthy), ("items_check", HealthStatus.Healthy)], await HealthAsync(app));

        // The next run finds the database of this one.
        await builder.Eventing.PublishAsync(new ResourceReadyEvent(server.Resource, app.Services), TestContext.Current.CancellationToken);
        await real.StopAsync();
        Assert.Equal([("db_check", HealthStatus.Unhealthy), ("items_check", HealthStatus.Unhealthy)], await HealthAsync(app));
    }

    private static async Task<IEnumerable<(string Key, HealthStatus Status)>> HealthAsync(DistributedApplication app)
    {
        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return report.Entries.Select(entry => (entry.Key, entry.Value.Status)).Order();
    }
}
