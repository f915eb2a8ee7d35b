using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>Writes Ollama's answers and errors.</summary>
internal static class OllamaResults
{
    public const string JsonType = "application/json; charset=utf-8";

    public static Task JsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, type, JsonType, context.RequestAborted);
    }

    public static Task TextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Runs a handler; what it throws becomes <c>{"error": …}</c> with the status that Ollama gives it.</summary>
    public static RequestDelegate Handle(Func<HttpContext, Task> handler) => async context =>
    {
        try
        {
            await handler(context);
        }
        catch (OllamaException exception) when (!context.Response.HasStarted)
        {
            await JsonAsync(context, new ErrorResponse(exception.Message), OllamaJson.Wire.ErrorResponse, exception.Status);
        }
        catch (QueueFullException exception) when (!context.Response.HasStarted)
        {
            await JsonAsync(
                context, new ErrorResponse(exception.Message), OllamaJson.Wire.ErrorResponse, StatusCodes.Status503ServiceUnavailable);
        }
        catch (ModelTooLargeException exception) when (!context.Response.HasStarted)
        {
            await JsonAsync(
                context, new ErrorResponse(exception.Message), OllamaJson.Wire.ErrorResponse, StatusCodes.Status500InternalServerError);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads it; it is for the request's span and log.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
    };

    public static long Nanoseconds(TimeSpan span) => (long)(span.TotalSeconds * 1e9);

    public static JsonElement Parse(string json) => JsonElement.Parse(json);
}
