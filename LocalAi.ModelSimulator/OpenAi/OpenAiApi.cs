using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Ollama;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.OpenAi;

/// <summary>The part of OpenAI's protocol that Ollama speaks under <c>/v1</c>.</summary>
internal static class OpenAiApi
{
    public static void MapOpenAiApi(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/models", Handle(ListAsync));
        app.MapGet("/v1/models/{**model}", Handle(RetrieveAsync));
        app.MapPost("/v1/chat/completions", Handle(CompletionEndpoint.CompleteAsync));
        app.MapPost("/v1/embeddings", Handle(EmbeddingEndpoint.EmbedAsync));
    }

    private static Task ListAsync(HttpContext context)
    {
        var models = context.RequestServices.GetRequiredService<ModelLibrary>().Installed.Select(installed => Model(installed, installed.Model.Name));
        return OllamaResults.JsonAsync(context, new OpenAiModelList("list", [.. models]), OpenAiJson.Wire.OpenAiModelList);
    }

    private static Task RetrieveAsync(HttpContext context)
    {
        // OpenAI's clients escape the slash of a name; the router leaves an escaped slash as it is.
        var name = Uri.UnescapeDataString(context.GetRouteValue("model") as string ?? "");
        var library = context.RequestServices.GetRequiredService<ModelLibrary>();
        var model = ModelLookup.Find(library, name, OllamaException.BadRequest("model is required"), ModelLookup.NotFound);
        return OllamaResults.JsonAsync(context, Model(library.Find(model.Name)!, name), OpenAiJson.Wire.OpenAiModel);
    }

    private static OpenAiModel Model(InstalledModel installed, string id) =>
        new(id, "model", installed.ModifiedAt.ToUnixTimeSeconds(), ModelName.Namespace);

    /// <summary>Runs a handler; what it throws becomes OpenAI's error object.</summary>
    private static RequestDelegate Handle(Func<HttpContext, Task> handler) => async context =>
    {
        try
        {
            await handler(context);
        }
        catch (OllamaException exception) when (!context.Response.HasStarted)
        {
            var type = exception.Status switch
            {
                StatusCodes.Status404NotFound => "not_found_error",
                >= 400 and < 500 => "invalid_request_error",
                _ => "api_error",
            };
            await ErrorAsync(context, exception.Status, type, exception.Message);
        }
        catch (QueueFullException exception) when (!context.Response.HasStarted)
        {
            await ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "api_error", exception.Message);
        }
        catch (ModelTooLargeException exception) when (!context.Response.HasStarted)
        {
            await ErrorAsync(context, StatusCodes.Status500InternalServerError, "api_error", exception.Message);
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

    private static Task ErrorAsync(HttpContext context, int status, string type, string message) =>
        OllamaResults.JsonAsync(
            context, new OpenAiErrorResponse(new OpenAiError(message, type, null, null)), OpenAiJson.Wire.OpenAiErrorResponse, status);
}
