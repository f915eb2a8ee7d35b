using System.Globalization;
using System.Net;
using LocalAi.Dashboard.Telemetry;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Dashboard.Tests;

/// <summary>A dashboard on ports of its own with a data directory of its own.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    public const string OtlpKey = "otlp-key-of-the-test";
    public const string ApiKey = "api-key-of-the-test";
    public const string Token = "browser-token-of-the-test";
    private readonly WebApplication _app;
    private readonly string? _ownDirectory;

    private DashboardServer(WebApplication app, string url, string grpcUrl, string httpUrl, string? ownDirectory)
    {
        (_app, Url, GrpcUrl, HttpUrl, _ownDirectory) = (app, url, grpcUrl, httpUrl, ownDirectory);
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(url) };
    }

    public string Url { get; }

    public string GrpcUrl { get; }

    public string HttpUrl { get; }

    /// <summary>Follows no redirect and keeps cookies.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public TelemetryStore Store => _app.Services.GetRequiredService<TelemetryStore>();

    public static async Task<DashboardServer> StartAsync(
        Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null, string? dataDirectory = null)
    {
        var (port, grpc, http) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        var own = dataDirectory is null ? Directory.CreateTempSubdirectory("dashboard-test-").FullName : null;
        var values = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = Address(port),
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = Address(grpc),
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = Address(http),
            ["Dashboard:Otlp:AuthMode"] = "ApiKey",
            ["Dashboard:Otlp:PrimaryApiKey"] = OtlpKey,
            ["Dashboard:Api:AuthMode"] = "ApiKey",
            ["Dashboard:Api:PrimaryApiKey"] = ApiKey,
            ["Dashboard:Frontend:BrowserToken"] = Token,
            ["LocalAi:DataDirectory"] = dataDirectory ?? own,
        };
        foreach (var (name, value) in settings ?? [])
        {
            values[name] = value;
        }

        var app = DashboardApplication.Create([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(values);
            builder.Logging.ClearProviders();
        }, configure);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new DashboardServer(app, Address(port), Address(grpc), Address(http), own);
    }

    /// <summary>A client of the OTLP/HTTP port with the key.</summary>
    public HttpClient Sender(string? key = OtlpKey)
    {
        var client = new HttpClient { BaseAddress = new Uri(HttpUrl) };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("x-otlp-api-key", key);
        }

        return client;
    }

    /// <summary>GETs with the API key.</summary>
    public async Task<HttpResponseMessage> GetApiAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("x-api-key", ApiKey);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the condition holds; the test's own time-out ends a wait in vain.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await timer.WaitForNextTickAsync(late.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        if (_ownDirectory is not null)
        {
            Directory.Delete(_ownDirectory, recursive: true);
        }
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
