using System.Collections.Concurrent;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.AgentApi.Tests.WebPages;

/// <summary>A web server on this machine that answers as a test says, and tells what it was asked for.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebSite(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<WebSite> StartAsync(RequestDelegate answer)
    {
        var port = FreePort.Next();
        // Watching settings files takes one of the few inotify instances that a user has.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var site = new WebSite(app, port);
        app.Run(async context =>
        {
            site.Requests.Enqueue(context.Request.Path);
            await answer(context);
        });
        await app.StartAsync();
        return site;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
