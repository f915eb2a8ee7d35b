using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace LocalAi.DashboardBench;

/// <summary>Sends OTLP requests, as messages or as bytes that are ready.</summary>
internal sealed class OtlpSender : IDisposable
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);
    private readonly GrpcChannel _channel;
    private readonly CallInvoker _invoker;
    private readonly CallOptions _options;

    public OtlpSender(string url, string? key)
    {
        _channel = GrpcChannel.ForAddress(url, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
        _invoker = _channel.CreateCallInvoker();
        _options = new CallOptions(key is null ? [] : new Metadata { { "x-otlp-api-key", key } });
    }

    public static Method<byte[], byte[]> Traces { get; } = Export("trace", "TraceService");

    public static Method<byte[], byte[]> Metrics { get; } = Export("metrics", "MetricsService");

    public static Method<byte[], byte[]> Logs { get; } = Export("logs", "LogsService");

    /// <summary>False when the receiver says that it is full.</summary>
    public async Task<bool> SendAsync(Method<byte[], byte[]> method, byte[] request)
    {
        try
        {
            using var call = _invoker.AsyncUnaryCall(method, null, _options, request);
            await call.ResponseAsync;
            return true;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    }

    public Task<bool> SendAsync(Method<byte[], byte[]> method, IMessage request) => SendAsync(method, request.ToByteArray());

    public void Dispose() => _channel.Dispose();

    private static Method<byte[], byte[]> Export(string signal, string service) =>
        new(MethodType.Unary, $"opentelemetry.proto.collector.{signal}.v1.{service}", "Export", Bytes, Bytes);
}
