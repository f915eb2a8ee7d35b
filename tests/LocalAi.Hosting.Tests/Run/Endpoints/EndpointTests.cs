using System.Net;
using System.Net.Sockets;
using LocalAi.Hosting.Run.Endpoints;
using LocalAi.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Hosting.Tests.Run.Endpoints;

public sealed class EndpointTests : IAsyncDisposable
{
    private readonly TestApplication _application = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PortInUse_NamesResourcePortAndSetting()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        _application.AddService().WithHttpEndpoint(port: port);
        await _application.StartAsync();

        var failed = await _application.WaitAsync("service", "FailedToStart");

        Assert.Equal(
            $"Port {port} of resource 'service' (endpoint 'http') is already in use on this machine. "
            + "Stop the program that uses it, or set LocalAi:Services:service:Port to a free port.",
            TestApplication.Property(failed, "localai.reason"));
    }

    [Fact]
    public async Task PortInUse_NamesTheSettingThatTheAppHostKnows()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        _application.Builder.Services.AddKeyedSingleton<Func<string, string?>>(PortSettings.ServiceKey, (_, _) => name => name == "service" ? "My:Port" : null);
        _application.AddService().WithHttpEndpoint(port: ((IPEndPoint)other.LocalEndpoint).Port);
        await _application.StartAsync();

        var failed = await _application.WaitAsync("service", "FailedToStart");

        Assert.EndsWith("or set My:Port to a free port.", (string)TestApplication.Property(failed, "localai.reason")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resource_StartsOnceItsPortIsFree_WhenStartedAgain()
    {
        var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        _application.AddService().WithHttpEndpoint(port: ((IPEndPoint)other.LocalEndpoint).Port).WithHttpHealthCheck("/health");
        await _application.StartAsync();
        await _application.WaitAsync("service", "FailedToStart");
        other.Dispose();

        await _application.RunCommandAsync("service", "start");

        await _application.WaitHealthyAsync("service");
    }

    [Fact]
    public async Task OtherTargetPort_IsForwardedTo()
    {
        var port = FreePort.Next();
        var target = FreePort.Next();
        _application.AddService().WithHttpEndpoint(port: port, targetPort: target).WithHttpHealthCheck("/health");
        await _application.StartAsync();
        await _application.WaitHealthyAsync("service");

        Assert.Equal($"http://localhost:{target}", await EnvironmentAsync(port, "ASPNETCORE_URLS"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Replicas_ShareThePort()
    {
        var port = FreePort.Next();
        _application.AddService().WithHttpEndpoint(port: port).WithHttpHealthCheck("/health").WithReplicas(2);
        await _application.StartAsync();
        var one = TestApplication.Pid(await _application.WaitHealthyAsync("service-1"));
        var two = TestApplication.Pid(await _application.WaitHealthyAsync("service-2"));
        // The checks go through the shared port, so that the second may still be on its way when the first has made both healthy.
        var seen = new HashSet<string>();
        while (seen.Count < 2)
        {
            using var client = new HttpClient();
            seen.Add(await client.GetStringAsync($"http://localhost:{port}/pid", TestContext.Current.CancellationToken));
        }

        Assert.Equal(new[] { $"{one}", $"{two}" }.Order(), seen.Order());
    }

    [Fact]
    public async Task AnyPort_IsKnownToOthers()
    {
        var service = _application.AddService().WithHttpEndpoint().WithHttpHealthCheck("/health");
        var told = _application.File("told");
        _application.AddShell("client", $"echo $services__service__http__0 > {told}").WithReference(service).WaitFor(service);
        await _application.StartAsync();
        await _application.WaitAsync("client", "Finished");

        var url = (await File.ReadAllTextAsync(told, Cancelled)).Trim();

        Assert.Equal(service.GetEndpoint("http").Url, url);
        Assert.Equal(HttpStatusCode.OK, (await _application.Http.GetAsync(new Uri(url + "/health"), Cancelled)).StatusCode);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private Task<string> EnvironmentAsync(int port, string name) =>
        _application.Http.GetFromJsonStringAsync($"http://localhost:{port}/environment?name={name}", Cancelled);
}
