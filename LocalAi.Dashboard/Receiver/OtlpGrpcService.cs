using System.Buffers;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace LocalAi.Dashboard.Receiver;

/// <summary>OTLP over gRPC: <c>Export</c> of the three collector services.</summary>
internal sealed class OtlpGrpcService(IngestQueue queue)
{
    private Task<IMessage> Export(OtlpSignal signal, GrpcRequest request)
    {
        var (items, answer) = signal.Accept(request.Message);
        return queue.TryEnqueue(new IngestItem(request.Message, items, request.Bytes))
            ? Task.FromResult(answer)
            : throw new RpcException(new Status(StatusCode.Unavailable, "The dashboard's queue is full: try again later."));
    }

    private sealed record GrpcRequest(IMessage Message, int Bytes);

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
                    (service, request, _) => service.Export(signal, request));
            }
        }

        private static Marshaller<GrpcRequest> Requests(OtlpSignal signal) => Marshallers.Create(
            (_, _) => throw new NotSupportedException("A server writes no requests."),
            context => Parse(signal, context.PayloadAsReadOnlySequence()));

        private static GrpcRequest Parse(OtlpSignal signal, ReadOnlySequence<byte> payload)
        {
            try
            {
                return new GrpcRequest(signal.Parser.ParseFrom(payload), (int)payload.Length);
            }
            catch (InvalidProtocolBufferException error)
            {
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"The body is not an OTLP export request: {error.Message}"));
            }
        }
    }
}
