using System.Buffers;
using System.IO.Pipelines;
using LocalAi.AgentApi.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Access;

/// <summary>
/// Refuses bodies larger than <see cref="AgentOptions.MaxRequestBytes"/>, or than the endpoint's own limit, with 413. A body that says its length is read to its end and
/// thrown away first (up to a bound): most clients look at the answer only when they have sent everything, and would see a broken
/// connection instead.
/// </summary>
internal sealed class BodyLimit(RequestDelegate next, IOptions<AgentOptions> options)
{
    private const long DrainBytes = 256L << 20;

    public async Task InvokeAsync(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        var uploads = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize;
        var allowed = uploads ?? options.Value.MaxRequestBytes;
        if (context.Request.ContentLength is not { } length || length <= allowed)
        {
            if (limit is { IsReadOnly: false })
            {
                limit.MaxRequestBodySize = allowed;
            }

            await next(context);
            return;
        }

        if (length <= DrainBytes && limit is { IsReadOnly: false })
        {
            limit.MaxRequestBodySize = null;
            await DrainAsync(context.Request.BodyReader, context.RequestAborted);
        }

        await FailureResponses.WriteAsync(context, uploads is null ? Failure.TooLarge : Failure.UploadTooLarge);
    }

    private static async Task DrainAsync(PipeReader body, CancellationToken cancellationToken)
    {
        ReadResult read;
        do
        {
            read = await body.ReadAsync(cancellationToken);
            body.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }
}
