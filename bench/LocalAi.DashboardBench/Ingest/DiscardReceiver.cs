using System.Buffers;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using LocalAi.Dashboard.Receiver.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.DashboardBench.Ingest;

/// <summary><c>discard PORT</c>: the least that a receiver can do. It parses each request into the same messages and forgets it.</summary>
internal sealed class DiscardReceiver : IServiceMethodProvider<DiscardReceiver.Service>
{
    private static readonly Marshaller<IMessage> Answers = Marshallers.Create<IMessage>(_ => [], _ => throw new NotSupportedException());

    public static async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = 16 * 1024 * 1024);
        builder.Services.AddSingleton<Service>();
        builder.Services.AddSingleton<IServiceMethodProvider<Service>, DiscardReceiver>();
        await using var app = builder.Build();
        app.MapGrpcService<Service>();
        app.MapGet("/health", () => "Healthy");
        await app.StartAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Service> context)
    {
        Add(context, OtlpSender.Traces, ExportTraceServiceRequest.Parser);
        Add(context, OtlpSender.Metrics, ExportMetricsServiceRequest.Parser);
    }

    private static void Add(ServiceMethodProviderContext<Service> context, Method<byte[], byte[]> method, MessageParser parser)
    {
        var requests = Marshallers.Create<IMessage>((_, _) => throw new NotSupportedException(), payload => parser.ParseFrom(payload.PayloadAsReadOnlySequence()));
        context.AddUnaryMethod(
            new Method<IMessage, IMessage>(MethodType.Unary, method.ServiceName, method.Name, requests, Answers),
            [],
            (_, request, _) => Task.FromResult(request));
    }

    internal sealed class Service;
}
