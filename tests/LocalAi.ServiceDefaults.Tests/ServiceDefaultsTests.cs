using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace LocalAi.ServiceDefaults.Tests;

// Listeners of telemetry hear the whole process: one class at a time.
[Collection("telemetry")]
public sealed class ServiceDefaultsTests
{
    [Fact]
    public async Task Health_AndAlive_AreHealthy_WhenNothingIsWrong()
    {
        await using var app = await StartAsync();

        Assert.Equal((HttpStatusCode.OK, "Healthy"), await GetAsync(app, "/health"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await GetAsync(app, "/alive"));
    }

    [Fact]
    public async Task Health_SaysUnhealthyAndNothingElse_WhileAliveStaysHealthy_WhenADependencyIsDown()
    {
        await using var app = await StartAsync(builder => builder.Services.AddHealthChecks()
            .AddCheck("database", () => HealthCheckResult.Unhealthy("secret host name")));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await GetAsync(app, "/health"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await GetAsync(app, "/alive"));
    }

    [Fact]
    public async Task Health_IsStillServed_WhenADependencyIsOnlyDegraded()
    {
        await using var app = await StartAsync(builder => builder.Services.AddHealthChecks().AddCheck("model", () => HealthCheckResult.Degraded()));

        Assert.Equal((HttpStatusCode.OK, "Degraded"), await GetAsync(app, "/health"));
    }

    [Fact]
    public async Task HttpClients_RepeatAGetButNeverAPost_WhenTheServerFails()
    {
        var calls = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var app = await StartAsync(configure: app => app.Map("/flaky", (Microsoft.AspNetCore.Http.HttpContext context) =>
        {
            calls.Enqueue(context.Request.Method);
            context.Response.StatusCode = 500;
        }));
        var http = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        using var post = await http.PostAsync(Address(app, "/flaky"), content: null, TestContext.Current.CancellationToken);
        using var get = await http.GetAsync(Address(app, "/flaky"), TestContext.Current.CancellationToken);

        Assert.Equal(["POST", "GET", "GET", "GET"], calls);
    }

    [Fact]
    public async Task HttpClients_FindAServiceByName_WhenTheHostSaysWhereItIs()
    {
        await using var service = await StartAsync();
        await using var caller = await StartAsync(builder =>
            builder.Configuration["services:agent:http:0"] = Address(service, "/").AbsoluteUri);
        var http = caller.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("http://agent/alive"), TestContext.Current.CancellationToken));
    }

    internal static async Task<WebApplication> StartAsync(Action<WebApplicationBuilder>? setUp = null, Action<WebApplication>? configure = null)
    {
        // Watching settings files takes one of the few inotify instances that a user has.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        setUp?.Invoke(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        configure?.Invoke(app);
        await app.StartAsync();
        return app;
    }

    internal static Uri Address(WebApplication app, string path) =>
        new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), path);

    private static async Task<(HttpStatusCode, string)> GetAsync(WebApplication app, string path)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(Address(app, path));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
