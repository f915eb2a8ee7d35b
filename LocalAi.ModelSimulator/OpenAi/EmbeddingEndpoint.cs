using System.Buffers.Binary;
using System.Text.Json;
using LocalAi.ModelSimulator.Embeddings;
using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Ollama;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.OpenAi;

/// <summary><c>/v1/embeddings</c>.</summary>
internal static class EmbeddingEndpoint
{
    public static async Task EmbedAsync(HttpContext context)
    {
        using var body = await ModelEndpoints.ReadAsync(context);
        var request = new JsonFields(body.RootElement, "EmbedRequest");
        var name = request.Text("model");
        var encoding = request.Text("encoding_format");
        var isBase64 = encoding.Equals("base64", StringComparison.OrdinalIgnoreCase);
        if (encoding.Length > 0 && !isBase64 && !encoding.Equals("float", StringComparison.OrdinalIgnoreCase))
        {
            throw OllamaException.BadRequest($"Invalid value for 'encoding_format' = {encoding}. Supported values: ['float', 'base64'].");
        }

        var model = ModelLookup.Find(
            context.RequestServices.GetRequiredService<ModelLibrary>(), name, OllamaException.BadRequest("model is required"), ModelLookup.TryPulling);
        var embedded = await context.RequestServices.GetRequiredService<Embedder>().EmbedAsync(
            model, Input(request["input"]), new GenerationOptions(), null, truncate: true, request.Integer("dimensions") ?? 0, context.RequestAborted);
        var response = new OpenAiEmbeddingList(
            "list",
            [.. embedded.Vectors.Select((vector, index) => new OpenAiEmbedding("embedding", isBase64 ? Base64(vector) : Numbers(vector), index))],
            name,
            new OpenAiEmbeddingUsage(embedded.Tokens, embedded.Tokens));
        await OllamaResults.JsonAsync(context, response, OpenAiJson.Wire.OpenAiEmbeddingList);
    }

    private static IReadOnlyList<string> Input(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.Undefined => throw OllamaException.BadRequest("invalid input"),
        JsonValueKind.Array when input.GetArrayLength() == 0 => throw OllamaException.BadRequest("invalid input"),
        JsonValueKind.String => [input.GetString()!],
        _ => EmbedEndpoints.Input(input),
    };

    private static JsonElement Numbers(float[] vector) => JsonSerializer.SerializeToElement(vector, OpenAiJson.Wire.SingleArray);

    private static JsonElement Base64(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var index = 0; index < vector.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), vector[index]);
        }

        return JsonSerializer.SerializeToElement(Convert.ToBase64String(bytes), OpenAiJson.Wire.String);
    }
}
