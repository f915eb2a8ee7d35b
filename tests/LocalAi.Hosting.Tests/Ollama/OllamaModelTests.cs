using LocalAi.Hosting.Evaluation;
using LocalAi.Hosting.Ollama;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting.Tests.Ollama;

public sealed class OllamaModelTests : IDisposable
{
    private readonly AppHostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Model_IsPulledOnce_AndHealthyWhenTheServerHasIt()
    {
        List<string> models = ["other:latest"];
        var pulls = 0;
        await using var server = await ServeAsync(models, async context =>
        {
            pulls++;
            await context.Response.WriteAsync("{\"status\":\"pulling\"}\n{\"status\":\"pulling\",\"total\":200,\"completed\":50}\n");
            models.Add("nomic-embed-text:latest");
            await context.Response.WriteAsync("{\"status\":\"success\"}\n");
        });
        var (app, model) = Declare(server);
        await using var _ = app;
        var states = StatesAsync(app, model);
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(app));

        await ReadyAsync(app, model);
        Assert.Equal(["Pulling nomic-embed-text", "Pulling nomic-embed-text: 25%", "Pulling nomic-embed-text", "Running"], await states);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(app));

        states = StatesAsync(app, model);
        await ReadyAsync(app, model);
        await states;
        Assert.Equal(1, pulls);
    }

    [Fact]
    public async Task Model_ShowsTheServersReason_WhenItCannotBePulled()
    {
        await using var server = await ServeAsync([], context => context.Response.WriteAsync("{\"error\":\"file does not exist\"}\n"));
        var (app, model) = Declare(server);
        await using var _ = app;

        await ReadyAsync(app, model);

        Assert.Equal("Not pulled: file does not exist", (await app.ResourceNotifications.WaitForResourceAsync(
            model.Name, @event => @event.Snapshot.State?.Style == KnownResourceStateStyles.Error, TestContext.Current.CancellationToken)).Snapshot.State?.Text);
    }

    private (DistributedApplication App, OllamaModelResource Model) Declare(WebApplication server)
    {
        var builder = _folder.Builder();
        var ollama = builder.AddOllama("ollama");
        var model = ollama.AddModel("nomic-embed-text").Resource;
        EndpointAllocation.Allocate(ollama.Resource, ollama.Resource.PrimaryEndpoint.EndpointAnnotation, new Uri(server.Urls.Single()).Port, targetPort: 11434);
        return (builder.Build(), model);
    }

    private static async Task ReadyAsync(DistributedApplication app, OllamaModelResource model)
    {
        await app.Services.GetRequiredService<OllamaModelPuller>().StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<Aspire.Hosting.Eventing.IDistributedApplicationEventing>()
            .PublishAsync(new ResourceReadyEvent(model.Parent, app.Services), TestContext.Current.CancellationToken);
    }

    // The states from now on, up to Running.
    private static async Task<string[]> StatesAsync(DistributedApplication app, OllamaModelResource model)
    {
        List<string> states = [];
        await app.ResourceNotifications.PublishUpdateAsync(model, state => state with { State = null });
        await app.ResourceNotifications.WaitForResourceAsync(
            model.Name,
            @event =>
            {
                states.AddRange(@event.Snapshot.State is { } state ? [state.Text] : []);
                return @event.Snapshot.State?.Text == KnownResourceStates.Running;
            },
            TestContext.Current.CancellationToken);
        return [.. states];
    }

    private static async Task<HealthStatus> HealthAsync(DistributedApplication app) =>
        (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(
            check => check.Name == "ollama-nomic-embed-text-nomic-embed-text-health", TestContext.Current.CancellationToken)).Status;

    private static async Task<WebApplication> ServeAsync(List<string> models, RequestDelegate pull)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/api/tags", () => new { models = models.Select(name => new { name }) });
        server.MapPost("/api/pull", pull);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }
}
