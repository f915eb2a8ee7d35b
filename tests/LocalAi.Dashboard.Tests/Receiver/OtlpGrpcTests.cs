using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LocalAi.Dashboard.Receiver;
using LocalAi.Dashboard.Receiver.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Dashboard.Tests.Receiver;

public class OtlpGrpcTests
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);

    [Fact]
    public async Task Export_AnswersPartialSuccess_WhenASpanHasNoIds()
    {
        await using var server = await DashboardServer.StartAsync();
        var bad = Otlp.Span(1, 3);
        bad.SpanId = ByteString.Empty;

        var answer = await CallAsync(server, Otlp.Traces("agent", Otlp.Span(1, 2), bad).ToByteArray());

        Assert.Equal(1, ExportTraceServiceResponse.Parser.ParseFrom(answer).PartialSuccess.RejectedSpans);
        await DashboardServer.UntilAsync(() => server.Store.Traces.Count == 1);
    }

    [Fact]
    public async Task Export_AnswersInvalidArgument_WhenBodyIsTruncated()
    {
        await using var server = await DashboardServer.StartAsync();
        var bytes = Otlp.Traces("agent", Otlp.Span(1, 2)).ToByteArray();

        var error = await Assert.ThrowsAsync<RpcException>(() => CallAsync(server, bytes[..^3]));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Export_AnswersUnauthenticated_WhenKeyIsWrong(string? key)
    {
        await using var server = await DashboardServer.StartAsync();

        var error = await Assert.ThrowsAsync<RpcException>(() => CallAsync(server, [], key));

        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Fact]
    public async Task Export_AnswersResourceExhausted_WhenBodyHas50Megabytes()
    {
        await using var server = await DashboardServer.StartAsync();

        var error = await Assert.ThrowsAsync<RpcException>(() => CallAsync(server, new byte[50_000_000]));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Export_AnswersUnavailable_WhenQueueIsFull()
    {
        await using var server = await DashboardServer.StartAsync(
            new() { ["Dashboard:Otlp:MaxQueuedItems"] = "1" },
            services => services.Remove(services.Single(service => service.ImplementationType == typeof(IngestWorker))));
        await CallAsync(server, Otlp.Traces("agent", Otlp.Span(1, 2)).ToByteArray());

        var error = await Assert.ThrowsAsync<RpcException>(() => CallAsync(server, Otlp.Traces("agent", Otlp.Span(1, 3)).ToByteArray()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    private static async Task<byte[]> CallAsync(DashboardServer server, byte[] request, string? key = DashboardServer.OtlpKey)
    {
        using var channel = GrpcChannel.ForAddress(server.GrpcUrl, new GrpcChannelOptions { MaxSendMessageSize = null });
        var method = new Method<byte[], byte[]>(MethodType.Unary, "opentelemetry.proto.collector.trace.v1.TraceService", "Export", Bytes, Bytes);
        var headers = new Metadata();
        if (key is not null)
        {
            headers.Add("x-otlp-api-key", key);
        }

        using var call = channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken), request);
        return await call.ResponseAsync;
    }
}
