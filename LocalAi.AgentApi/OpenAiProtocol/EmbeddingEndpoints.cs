using System.Runtime.InteropServices;
using System.Text.Json;
using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal static class EmbeddingEndpoints
{
    public static void MapEmbeddings(this RouteGroupBuilder group) => group.MapPost("/embeddings", EmbedAsync)
        .WithSummary("Turns texts into vectors")
        .RequireScope(KeyScopes.Embed)
        .Accepts<OpenAiWire.EmbeddingRequest>("application/json")
        .Produces(StatusCodes.Status200OK, contentType: "application/json")
        .ProducesOpenAiErrors();

    private static async Task EmbedAsync(HttpContext context, ModelCatalog catalog, CancellationToken cancellationToken)
    {
        var request = await JsonBody.ReadAsync(context.Request, OpenAiJson.Default.EmbeddingRequest, cancellationToken);
        if (request.Input is not { Count: > 0 } input || input.Any(string.IsNullOrEmpty))
        {
            throw new InvalidRequestException("input", "'input' must be a text or a list of texts, none of them empty.");
        }

        if (request.EncodingFormat is not (null or "float" or "base64"))
        {
            throw new InvalidRequestException("encoding_format", "'encoding_format' must be float or base64.");
        }

        var (model, generator) = await catalog.ResolveEmbeddingAsync(request.Model, cancellationToken);
        var embeddings = await generator.GenerateAsync(input, new() { ModelId = model.Id, Dimensions = request.Dimensions }, cancellationToken);
        context.Response.ContentType = "application/json";
        Write(context.Response, model.Id, embeddings, base64: request.EncodingFormat == "base64");
        await context.Response.BodyWriter.FlushAsync(cancellationToken);
    }

    private static void Write(HttpResponse response, string model, GeneratedEmbeddings<Embedding<float>> embeddings, bool base64)
    {
        using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        for (var index = 0; index < embeddings.Count; index++)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", index);
            if (base64)
            {
                json.WriteBase64String("embedding", MemoryMarshal.AsBytes(embeddings[index].Vector.Span));
            }
            else
            {
                json.WriteStartArray("embedding");
                foreach (var value in embeddings[index].Vector.Span)
                {
                    json.WriteNumberValue(value);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", model);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", embeddings.Usage?.InputTokenCount ?? 0);
        json.WriteNumber("total_tokens", embeddings.Usage?.InputTokenCount ?? 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
