using System.Buffers;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Receiver;

/// <summary>OTLP over gRPC: <c>Export</c> of the three collector services.</summary>
internal sealed class OtlpGrpcService(IngestQueue queue)
{
    private async Task<IMessage> ExportAsync(GrpcRequest request, CancellationToken cancellationToken) => await queue.EnqueueAsync(request.Item, cancellationToken)
        ? request.Answer
        : throw new RpcException(new Status(StatusCode.Unavailable, "The dashboard's queue is full: try again later."));

    private sealed record GrpcRequest(IngestItem Item, IMessage Answer);

    /// <summary>
    /// Binds the methods by hand: generated code answers a body that is no protobuf with INTERNAL, a fault of ours; here it is
    /// INVALID_ARGUMENT, which a sender does not repeat.
    /// </summary>
    internal sealed class Methods : IServiceMethodProvider<OtlpGrpcService>
    {
        private static readonly Marshaller<IMessage> Answers = Marshallers.Create<IMessage>(
            (answer, context) =>
            {
                context.SetPayloadLength(answer.CalculateSize());
                answer.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            _ => throw new NotSupportedException("A server reads no answers."));

        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<OtlpGrpcService> context)
        {
            foreach (var signal in OtlpSignal.All)
            {
                context.AddUnaryMethod(
                    new Method<GrpcRequest, IMessage>(MethodType.Unary, signal.Service, "Export", Requests(signal), Answers),
                    [],
                    (service, request, call) => service.ExportAsync(request, call.CancellationToken));
            }
        }

        private static Marshaller<GrpcRequest> Requests(OtlpSignal signal) => Marshallers.Create(
            (_, _) => throw new NotSupportedException("A server writes no requests."),
            context => Parse(signal, context.PayloadAsReadOnlySequence()));

        private static GrpcRequest Parse(OtlpSignal signal, ReadOnlySequence<byte> payload)
        {
            var length = (int)payload.Length;
            var bytes = ArrayPool<byte>.Shared.Rent(length);
            payload.CopyTo(bytes);
            try
            {
                var (items, answer) = signal.Accept(bytes.AsSpan(0, length));
                return new GrpcRequest(new IngestItem(signal, bytes, length, items), answer);
            }
            catch (Exception error) when (error is WireFormatException or InvalidProtocolBufferException)
            {
                ArrayPool<byte>.Shared.Return(bytes);
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"The body is not an OTLP export request: {error.Message}"));
            }
        }
    }
}
