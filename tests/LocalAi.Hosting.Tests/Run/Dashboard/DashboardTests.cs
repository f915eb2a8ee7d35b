using LocalAi.TestServers;

namespace LocalAi.Hosting.Tests.Run.Dashboard;

/// <summary>The sample service plays the dashboard: it tells what it was given.</summary>
public sealed class DashboardTests : IAsyncDisposable
{
    private readonly TestApplication _application = new(withDashboard: true);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboard_IsToldWhereToListenAndWhichKeysToAccept()
    {
        await _application.StartAsync();
        var dashboard = await _application.WaitHealthyAsync("aspire-dashboard");
        var given = dashboard.Snapshot.EnvironmentVariables.ToDictionary(variable => variable.Name, variable => variable.Value);

        Assert.Equal(
            [
                "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "ASPNETCORE_URLS",
                "DASHBOARD__API__AUTHMODE", "DASHBOARD__API__PRIMARYAPIKEY", "DASHBOARD__FRONTEND__AUTHMODE", "DASHBOARD__FRONTEND__BROWSERTOKEN",
                "DASHBOARD__OTLP__AUTHMODE", "DASHBOARD__OTLP__PRIMARYAPIKEY", "DASHBOARD__RESOURCESERVICECLIENT__APIKEY",
                "DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE", "LocalAi__DataDirectory",
            ],
            given.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"http://localhost:{_application.DashboardPort}", given["ASPNETCORE_URLS"]);
        Assert.Equal($"http://localhost:{_application.ResourceServicePort}", given["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"]);
        Assert.Equal(_application.DataDirectory, given["LocalAi__DataDirectory"]);
        Assert.Equal("BrowserToken", given["DASHBOARD__FRONTEND__AUTHMODE"]);
        Assert.Equal(
            given["DASHBOARD__FRONTEND__BROWSERTOKEN"],
            await _application.Http.GetFromJsonStringAsync($"http://localhost:{_application.DashboardPort}/environment?name=DASHBOARD__FRONTEND__BROWSERTOKEN", Cancelled));
        Assert.Equal(
            [$"http://localhost:{_application.DashboardPort}/login?t={given["DASHBOARD__FRONTEND__BROWSERTOKEN"]}"],
            dashboard.Snapshot.Urls.Select(url => url.Url));
    }

    [Fact]
    public async Task Projects_SendTheirTelemetryThere()
    {
        var port = FreePort.Next();
        _application.AddService().WithHttpEndpoint(port: port).WithHttpHealthCheck("/health");
        await _application.StartAsync();
        var dashboard = await _application.WaitHealthyAsync("aspire-dashboard");
        var given = dashboard.Snapshot.EnvironmentVariables.ToDictionary(variable => variable.Name, variable => variable.Value);
        var service = await _application.WaitHealthyAsync("service");
        var told = service.Snapshot.EnvironmentVariables.ToDictionary(variable => variable.Name, variable => variable.Value);

        Assert.Equal(given["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"], told["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", told["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal($"x-otlp-api-key={given["DASHBOARD__OTLP__PRIMARYAPIKEY"]}", told["OTEL_EXPORTER_OTLP_HEADERS"]);
        Assert.Equal("service", told["OTEL_SERVICE_NAME"]);
        Assert.Equal("service.instance.id=service", told["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.Contains("OTEL_EXPORTER_OTLP_HEADERS", ((string)TestApplication.Property(service, "localai.secret-variables")!).Split(','));
    }

    [Fact]
    public async Task Source_Off_StartsNone()
    {
        await using var application = new TestApplication(withDashboard: true, "--LocalAi:Services:dashboard:Source=off");
        application.AddShell("server", "sleep 600");
        await application.StartAsync();
        await application.WaitAsync("server", "Running");

        Assert.False(application.App.ResourceNotifications.TryGetCurrentState("aspire-dashboard", out _));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
