using System.Diagnostics;
using LocalAi.AgentApi.OpenAiProtocol;
using Microsoft.AspNetCore.Diagnostics;

namespace LocalAi.AgentApi.Errors;

/// <summary>Writes failures in the shape of where they happened: OpenAI's under <c>/v1</c>, problem+json everywhere else.</summary>
internal sealed class FailureResponses : IExceptionHandler
{
    private static readonly Failure Unexpected = new(
        500, "internal_error", "Internal error", "The agent failed unexpectedly; its log has the details.");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var failure = Failure.From(exception);
        await WriteAsync(httpContext, failure ?? Unexpected);

        // What is not known is a defect: reported as unhandled, so that the middleware logs it.
        return failure is not null;
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

    public static async Task WriteAsync(HttpContext context, Failure failure)
    {
        context.Response.StatusCode = failure.Status;
        if (failure.Status == 503)
        {
            context.Response.Headers.RetryAfter = "2";
        }

        if (context.Request.Path.StartsWithSegments("/v1"))
        {
            await context.Response.WriteAsJsonAsync(failure.ToOpenAi(), OpenAiJson.Answers.ErrorBody, cancellationToken: context.RequestAborted);
            return;
        }

        var problem = failure.ToProblem();
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
        await context.Response.WriteAsJsonAsync(
            problem, problem.GetType(),
            options: null, "application/problem+json", context.RequestAborted);
    }
}
