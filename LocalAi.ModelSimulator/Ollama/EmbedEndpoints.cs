using System.Text.Json;
using LocalAi.ModelSimulator.Embeddings;
using LocalAi.ModelSimulator.Library;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary><c>/api/embed</c>, and <c>/api/embeddings</c> of older clients.</summary>
internal static class EmbedEndpoints
{
    public static async Task EmbedAsync(HttpContext context)
    {
        using var body = await ModelEndpoints.ReadAsync(context);
        var request = new JsonFields(body.RootElement, "EmbedRequest");
        var name = request.Text("model");
        var input = Input(request["input"]);
        var model = ModelLookup.Find(
            context.RequestServices.GetRequiredService<ModelLibrary>(),
            name,
            new OllamaException(StatusCodes.Status404NotFound, ModelLookup.NotFound(name)),
            ModelLookup.TryPulling);
        var embedded = await context.RequestServices.GetRequiredService<Embedder>().EmbedAsync(
            model,
            input,
            RequestReader.Options(request, model),
            RequestReader.KeepAlive(request),
            request.Flag("truncate") ?? true,
            request.Integer("dimensions") ?? 0,
            context.RequestAborted);
        var response = new EmbedResponse(name, embedded.Vectors);
        if (input.Count > 0)
        {
            response = response with
            {
                TotalDuration = OllamaResults.Nanoseconds(embedded.Total),
                LoadDuration = OllamaResults.Nanoseconds(embedded.Load),
                PromptEvalCount = embedded.Tokens,
            };
        }

        await OllamaResults.JsonAsync(context, response, OllamaJson.Wire.EmbedResponse);
    }

    public static async Task EmbeddingsAsync(HttpContext context)
    {
        using var body = await ModelEndpoints.ReadAsync(context);
        var request = new JsonFields(body.RootElement, "EmbeddingRequest");
        var prompt = request.Text("prompt");
        var model = ModelLookup.Find(
            context.RequestServices.GetRequiredService<ModelLibrary>(),
            request.Text("model"),
            OllamaException.BadRequest("model is required"),
            ModelLookup.TryPulling);
        var embedded = await context.RequestServices.GetRequiredService<Embedder>().EmbedAsync(
            model,
            prompt.Length == 0 ? [] : [prompt],
            RequestReader.Options(request, model),
            RequestReader.KeepAlive(request),
            truncate: true,
            dimensions: 0,
            context.RequestAborted);
        var vector = embedded.Vectors.Count == 0 ? [] : embedded.Vectors[0];
        await OllamaResults.JsonAsync(context, new EmbeddingResponse(vector), OllamaJson.Wire.EmbeddingResponse);
    }

    /// <summary>A text, or several; the empty text is none.</summary>
    public static IReadOnlyList<string> Input(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.Undefined => [],
        JsonValueKind.String => input.GetString() is { Length: > 0 } text ? [text] : [],
        JsonValueKind.Array when input.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. input.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw OllamaException.BadRequest("invalid input type"),
    };
}
