using LocalAi.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.DashboardBench.Demo;

/// <summary><c>demo OTLP-URL KEY RESOURCE-SERVICE-PORT</c>: fills a dashboard with an hour of a busy stack, then goes on until stopped.</summary>
internal static class DemoCommand
{
    private const int SecondsBack = 3_000;

    public static async Task<int> RunAsync(string otlpUrl, string key, int resourcePort, CancellationToken cancellationToken)
    {
        await using var host = await StartHostAsync(resourcePort);
        using var sender = new OtlpSender(otlpUrl, key);
        var demo = new DemoTelemetry(42);
        var now = TimeProvider.System.Now();
        for (var back = SecondsBack; back > 0; back -= 12)
        {
            await SendAsync(sender, demo, now - (back * UnixTime.NanosPerSecond), back);
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var step = 1; await timer.WaitForNextTickAsync(cancellationToken); step++)
        {
            now = TimeProvider.System.Now();
            await sender.SendAsync(OtlpSender.Metrics, demo.Metrics(now, TimeProvider.System.Now() - (step * UnixTime.NanosPerSecond), step));
            if (step % 3 == 0)
            {
                await SendAsync(sender, demo, now, step);
            }
        }

        return 0;
    }

    private static async Task SendAsync(OtlpSender sender, DemoTelemetry demo, long end, int number)
    {
        var isLarge = number % 7 == 0;
        var turn = demo.ChatTurn(end, isLarge ? "llama3.3:70b" : "llama3.1:8b", "ollama", isLarge ? 0.63 : 1, fails: number % 97 == 0);
        await sender.SendAsync(OtlpSender.Traces, turn);
        await sender.SendAsync(OtlpSender.Traces, demo.SmallRequest(end));
        await sender.SendAsync(OtlpSender.Traces, demo.SmallRequest(end - UnixTime.NanosPerSecond));
        await sender.SendAsync(OtlpSender.Logs, demo.Logs(end, turn.ResourceSpans[0].ScopeSpans[0].Spans[0].TraceId));
    }

    private static async Task<WebApplication> StartHostAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<DemoHost>();
        await app.StartAsync();
        return app;
    }
}
