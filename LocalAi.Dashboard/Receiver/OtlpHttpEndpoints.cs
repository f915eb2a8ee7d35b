using System.Text.Json;
using Google.Protobuf;
using LocalAi.Dashboard.Receiver.Wire;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Receiver;

/// <summary>OTLP over HTTP: <c>POST /v1/{traces,metrics,logs}</c> with protobuf or JSON, optionally gzip; answers in the request's format.</summary>
internal static class OtlpHttpEndpoints
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";
    private const int InvalidArgument = 3;
    private const int ResourceExhausted = 8;
    private const int Unavailable = 14;

    // Far less than the queue needs to empty: a sender that is told to wait should come back soon.
    private const string RetryAfterSeconds = "1";

    public static RouteGroupBuilder MapOtlpHttp(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(string.Empty);
        foreach (var signal in OtlpSignal.All)
        {
            group.MapPost(signal.Path, (HttpContext context, IngestQueue queue, IOptions<OtlpReceiverOptions> options) =>
                ExportAsync(signal, context, queue, options.Value, context.RequestAborted));
        }

        return group;
    }

    private static async Task ExportAsync(OtlpSignal signal, HttpContext context, IngestQueue queue, OtlpReceiverOptions options, CancellationToken cancellationToken)
    {
        var mediaType = context.Request.ContentType?.Split(';')[0].Trim();
        var isJson = string.Equals(mediaType, Json, StringComparison.OrdinalIgnoreCase);
        if (!isJson && !string.Equals(mediaType, Protobuf, StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(context, false, StatusCodes.Status415UnsupportedMediaType, InvalidArgument, $"Content-Type must be {Protobuf} or {Json}.");
            return;
        }

        if (context.Request.Headers.ContentEncoding is { Count: > 0 } encoding && !IsKnown(encoding.ToString()))
        {
            await RefuseAsync(context, isJson, StatusCodes.Status415UnsupportedMediaType, InvalidArgument, "Content-Encoding must be gzip or absent.");
            return;
        }

        // The limit is ours, with an answer of ours.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        try
        {
            using var body = await OtlpBody.ReadAsync(context.Request, options.MaxRequestBytes, cancellationToken) ?? throw new OtlpBodyTooLargeException();
            using var request = isJson ? OtlpBody.Of(OtlpJson.Read(signal, body.Bytes)) : null;
            var protobuf = request ?? body;
            var length = protobuf.Bytes.Length;
            var (items, answer) = signal.Accept(protobuf.Bytes.Span);
            if (await queue.EnqueueAsync(new IngestItem(signal, protobuf.TakeOver(), length, items), cancellationToken))
            {
                await AnswerAsync(context, isJson, StatusCodes.Status200OK, answer);
                return;
            }

            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await RefuseAsync(context, isJson, StatusCodes.Status503ServiceUnavailable, Unavailable, "The dashboard's queue is full: try again later.");
        }
        catch (OtlpBodyTooLargeException)
        {
            var message = $"The body is larger than {options.MaxRequestBytes} bytes (Dashboard:Otlp:MaxRequestBytes): send smaller batches.";
            await RefuseAsync(context, isJson, StatusCodes.Status413PayloadTooLarge, ResourceExhausted, message);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidDataException or JsonException or FormatException)
        {
            var message = $"The body is not an OTLP export request: {error.Message}";
            await RefuseAsync(context, isJson, StatusCodes.Status400BadRequest, InvalidArgument, message);
        }
    }

    private static bool IsKnown(string encoding) =>
        string.Equals(encoding, "gzip", StringComparison.OrdinalIgnoreCase) || string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context, bool isJson, int status, int code, string message) =>
        AnswerAsync(context, isJson, status, new Status { Code = code, Message = message });

    private static async Task AnswerAsync(HttpContext context, bool isJson, int status, IMessage answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = isJson ? Json : Protobuf;
        var bytes = isJson ? JsonFormatter.Default.Format(answer).ToUtf8() : answer.ToByteArray();
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static byte[] ToUtf8(this string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private sealed class OtlpBodyTooLargeException : Exception;
}
