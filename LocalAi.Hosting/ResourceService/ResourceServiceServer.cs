using System.Net;
using System.Security.Cryptography;
using System.Text;
using LocalAi.Hosting.Run;
using LocalAi.Hosting.Run.Dashboard;
using LocalAi.Hosting.Run.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalAi.Hosting.ResourceService;

/// <summary>Serves Aspire's resource-service protocol on the loopback interface, to whoever knows the key.</summary>
internal sealed class ResourceServiceServer(
    IOptions<ResourceServiceOptions> options, DashboardHost dashboard, IServiceProvider services, ILoggerFactory loggers) : IAsyncDisposable
{
    public const string KeyHeader = "x-resource-service-api-key";

    private WebApplication? _app;

    /// <exception cref="HostStartException">Another program listens on the port.</exception>
    public void EnsurePortIsFree()
    {
        if (!Ports.IsFree(options.Value.Port))
        {
            throw new HostStartException(
                $"Port {options.Value.Port} of the resource service is already in use on this machine. "
                + $"Stop the program that uses it, or set {ResourceServiceOptions.SectionName}:Port to a free port.");
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <remarks>On a thread of its own: it costs as much as all the rest of a start, and the first resources need not wait for it.</remarks>
    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(() => ListenAsync(options.Value.Port, cancellationToken), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task ListenAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Configuration.Sources.Clear();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(ActivatorUtilities.CreateInstance<ResourceServiceEndpoint>(services));
        builder.Services.AddGrpc();
        // Streams to dashboards end only when one side does; do not wait for them.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(500));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var key = Encoding.UTF8.GetBytes(dashboard.ResourceServiceKey);
        app.Use((context, next) =>
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers[KeyHeader].ToString()), key))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        app.MapGrpcService<ResourceServiceEndpoint>();
        _app = app;
        await app.StartAsync(cancellationToken);
    }
}
