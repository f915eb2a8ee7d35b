using System.Threading.Channels;
using Grpc.Core;
using LocalAi.Hosting.ResourceService;
using LocalAi.TestServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Dashboard.Tests.Resources;

/// <summary>A host that serves the resource-service protocol, and asks for a key.</summary>
internal sealed class FakeHost : DashboardService.DashboardServiceBase, IAsyncDisposable
{
    public const string Key = "resource-key-of-the-test";
    private readonly Channel<WatchResourcesUpdate> _updates = Channel.CreateUnbounded<WatchResourcesUpdate>();
    private readonly Channel<ConsoleLogLine> _lines = Channel.CreateUnbounded<ConsoleLogLine>();
    private WebApplication? _app;

    public int Port { get; init; } = FreePort.Next();

    public string Url => $"http://127.0.0.1:{Port}";

    public List<ResourceCommandRequest> Commands { get; } = [];

    public List<bool> Reconnects { get; } = [];

    public InitialResourceData Initial { get; } = new();

    public async Task<FakeHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(Port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<FakeHost>();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    public void Send(WatchResourcesChange change) => _updates.Writer.TryWrite(new WatchResourcesUpdate { Changes = new WatchResourcesChanges { Value = { change } } });

    public void Print(ConsoleLogLine line) => _lines.Writer.TryWrite(line);

    public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context)
    {
        Check(context);
        return Task.FromResult(new ApplicationInformationResponse { ApplicationName = "fake" });
    }

    public override async Task WatchResources(WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context)
    {
        Check(context);
        Reconnects.Add(request.IsReconnect);
        await responseStream.WriteAsync(new WatchResourcesUpdate { InitialData = Initial });
        await foreach (var update in _updates.Reader.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(update);
        }
    }

    public override async Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new WatchResourceConsoleLogsUpdate { LogLines = { new ConsoleLogLine { LineNumber = 1, Text = $"console of {request.ResourceName}" } } });
        while (!request.SuppressFollow)
        {
            await responseStream.WriteAsync(new WatchResourceConsoleLogsUpdate { LogLines = { await _lines.Reader.ReadAsync(context.CancellationToken) } });
        }
    }

    public override Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context)
    {
        Commands.Add(request);
        return Task.FromResult(new ResourceCommandResponse { Kind = ResourceCommandResponseKind.Succeeded, Message = "done" });
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(new CancellationToken(canceled: true));
            await _app.DisposeAsync();
        }
    }

    private static void Check(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("x-resource-service-api-key") != Key)
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "wrong key"));
        }
    }
}
