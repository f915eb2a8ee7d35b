using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.AgentApi.ModelProviders.Ollama;
using LocalAi.AgentApi.OllamaProtocol;
using LocalAi.AgentApi.OpenAiProtocol;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace LocalAi.AgentApi.Errors;

/// <summary>Writes failures in the shape of where they happened: OpenAI's under <c>/v1</c>, Ollama's in its API, problem+json everywhere else.</summary>
internal sealed partial class FailureResponses(ILogger<FailureResponses> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var failure = Failure.From(exception is BadHttpRequestException { InnerException: JsonException json }
            ? JsonBody.Explain(json, RequestType(httpContext))
            : exception);
        if (failure is null)
        {
            // A defect. Leaving it unhandled would have the middleware log it, and write a second answer after this one.
            LogUnexpected(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        await WriteAsync(httpContext, failure ?? Failure.Unexpected);
        return true;
    }

    /// <summary>Gives a body to statuses that routing itself answers with: unknown path, wrong method, wrong content type.</summary>
    public static Task WriteStatusAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        return WriteAsync(context.HttpContext, new(status, "invalid_request", "Invalid request", status switch
        {
            404 => $"There is nothing at {context.HttpContext.Request.Path}.",
            405 => $"{context.HttpContext.Request.Path} does not take {context.HttpContext.Request.Method}.",
            415 => "The content type must be application/json.",
            _ => "The request cannot be served.",
        }));
    }

    /// <summary>What the endpoint reads its body as, to say which type a wrong field should have had.</summary>
    private static JsonTypeInfo? RequestType(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type
            ? ApiJson.Default.GetTypeInfo(type)
            : null;

    public static async Task WriteAsync(HttpContext context, Failure failure)
    {
        context.Response.StatusCode = failure.Status;
        if (failure is { RetryAfterSeconds: not null } or { Status: 503 })
        {
            context.Response.Headers.RetryAfter = (failure.RetryAfterSeconds ?? 2).ToString(CultureInfo.InvariantCulture);
        }

        if (failure.Status == 401)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (context.Request.Path.StartsWithSegments("/v1"))
        {
            await context.Response.WriteAsJsonAsync(failure.ToOpenAi(), OpenAiJson.Answers.ErrorBody, cancellationToken: context.RequestAborted);
            return;
        }

        if (OllamaEndpoints.Has(context.Request.Path))
        {
            await context.Response.WriteAsJsonAsync(
                new OllamaWire.ErrorBody(failure.Detail), OllamaClientJson.Answers.ErrorBody, cancellationToken: context.RequestAborted);
            return;
        }

        var problem = failure.ToProblem();
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
        await context.Response.WriteAsJsonAsync(
            problem, problem.GetType(),
            options: null, "application/problem+json", context.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed unexpectedly")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string method, string path);
}
