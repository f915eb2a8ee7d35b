using System.Text.Json;
using LocalAi.ModelSimulator.Library;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary><c>/api/pull</c>: progress lines, or only the last of them.</summary>
internal static class PullEndpoint
{
    // Ollama's words for a registry that does not have the model.
    private const string NotInRegistry = "pull model manifest: file does not exist";

    public static async Task PullAsync(HttpContext context)
    {
        using var body = await ModelEndpoints.ReadAsync(context);
        var request = new JsonFields(body.RootElement, "PullRequest");
        var name = ModelEndpoints.Name(request);
        if (ModelName.Normalize(name) is null)
        {
            throw OllamaException.BadRequest("invalid model name");
        }

        var model = ModelLibrary.FindInCatalogue(name);
        var puller = context.RequestServices.GetRequiredService<ModelPuller>();
        if (request.Flag("stream") == false)
        {
            await WaitAsync(context, puller, model);
        }
        else
        {
            await StreamAsync(context, puller, model);
        }
    }

    private static async Task WaitAsync(HttpContext context, ModelPuller puller, SimulatedModel? model)
    {
        if (model is null)
        {
            throw new OllamaException(StatusCodes.Status500InternalServerError, NotInRegistry);
        }

        var last = new PullProgress("");
        await foreach (var progress in puller.PullAsync(model, context.RequestAborted))
        {
            last = progress;
        }

        await OllamaResults.JsonAsync(context, Line(last), OllamaJson.Wire.ProgressResponse);
    }

    private static async Task StreamAsync(HttpContext context, ModelPuller puller, SimulatedModel? model)
    {
        context.Response.ContentType = "application/x-ndjson";
        if (model is null)
        {
            await WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(new ProgressResponse("pulling manifest"), OllamaJson.Wire.ProgressResponse));
            await WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(new ErrorResponse(NotInRegistry), OllamaJson.Wire.ErrorResponse));
            return;
        }

        await foreach (var progress in puller.PullAsync(model, context.RequestAborted))
        {
            await WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(Line(progress), OllamaJson.Wire.ProgressResponse));
        }
    }

    private static ProgressResponse Line(PullProgress progress) =>
        new(progress.Status) { Digest = progress.Digest, Total = progress.Total, Completed = progress.Completed };

    private static async Task WriteAsync(HttpContext context, byte[] line)
    {
        await context.Response.Body.WriteAsync(line, context.RequestAborted);
        await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
