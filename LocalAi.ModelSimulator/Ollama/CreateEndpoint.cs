using System.Text.Json;
using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>
/// <c>/api/create</c> and <c>/api/copy</c>: another name, system message and parameters for an installed model. Adapters must have been
/// uploaded and change nothing. New names must begin with <c>simulated/</c> like all others.
/// </summary>
internal static class CreateEndpoint
{
    public static async Task CreateAsync(HttpContext context)
    {
        using var body = await ModelEndpoints.ReadAsync(context);
        var request = new JsonFields(body.RootElement, "CreateRequest");
        var name = NewName(ModelEndpoints.Name(request), "invalid model name");
        var from = request.Text("from");
        if (from.Length == 0)
        {
            throw OllamaException.BadRequest(request["files"].ValueKind == JsonValueKind.Undefined
                ? "neither 'from' or 'files' was specified"
                : "the simulator has no use for model files: specify 'from' with the name of an installed model");
        }

        var library = context.RequestServices.GetRequiredService<ModelLibrary>();
        var parent = ModelLookup.Find(library, from, OllamaException.BadRequest("invalid model name"), ModelLookup.NotFound);
        var adapters = Adapters(request, context.RequestServices.GetRequiredService<BlobDigests>());
        var model = parent with
        {
            Name = name,
            Parent = parent.Name,
            System = request.Text("system") is { Length: > 0 } system ? system : parent.System,
            Parameters = Parameters(request, parent),
            Adapters = [.. parent.Adapters, .. adapters],
        };

        // Wrong types are an error of this request, not of every chat that follows.
        RequestReader.Defaults(model);
        library.Install(model);
        string[] statuses =
        [
            $"using existing layer sha256:{parent.Digest}",
            .. adapters.Select(digest => $"using existing layer {digest}"),
            "writing manifest",
            "success",
        ];
        if (request.Flag("stream") == false)
        {
            await OllamaResults.JsonAsync(context, new ProgressResponse("success"), OllamaJson.Wire.ProgressResponse);
            return;
        }

        context.Response.ContentType = "application/x-ndjson";
        foreach (var status in statuses)
        {
            await context.Response.WriteAsync(
                JsonSerializer.Serialize(new ProgressResponse(status), OllamaJson.Wire.ProgressResponse) + "\n", context.RequestAborted);
        }
    }

    public static async Task CopyAsync(HttpContext context)
    {
        using var body = await ModelEndpoints.ReadAsync(context);
        var request = new JsonFields(body.RootElement, "CopyRequest");
        var (source, destination) = (request.Text("source"), request.Text("destination"));
        if (ModelName.Normalize(source) is null)
        {
            throw OllamaException.BadRequest($"source \"{source}\" is invalid");
        }

        var name = NewName(destination, $"destination \"{destination}\" is invalid");
        var library = context.RequestServices.GetRequiredService<ModelLibrary>();
        var model = library.Find(source)?.Model
            ?? throw new OllamaException(StatusCodes.Status404NotFound, $"model \"{source}\" not found");
        library.Install(model with { Name = name });
    }

    private static string NewName(string name, string invalid)
    {
        var normalized = ModelName.Normalize(name) ?? throw OllamaException.BadRequest(invalid);
        return normalized.StartsWith(ModelName.Namespace + "/", StringComparison.OrdinalIgnoreCase)
            ? normalized
            : throw OllamaException.BadRequest($"the simulator's models have names that begin with {ModelName.Namespace}/");
    }

    private static List<string> Adapters(JsonFields request, BlobDigests blobs)
    {
        var adapters = request["adapters"];
        if (adapters.ValueKind == JsonValueKind.Undefined)
        {
            return [];
        }

        if (adapters.ValueKind != JsonValueKind.Object)
        {
            throw request.Mismatch("adapters", adapters, "map[string]string");
        }

        var digests = adapters.EnumerateObject()
            .Select(adapter => adapter.Value.ValueKind == JsonValueKind.String ? adapter.Value.GetString()! : throw request.Mismatch("adapters", adapter.Value, "string"))
            .ToList();
        return digests.Find(digest => !blobs.Contains(digest)) is { } missing
            ? throw OllamaException.BadRequest($"blob \"{missing}\" not found: upload it first")
            : digests;
    }

    private static Dictionary<string, string> Parameters(JsonFields request, SimulatedModel parent)
    {
        var merged = parent.Parameters.ToDictionary(StringComparer.Ordinal);
        var parameters = request["parameters"];
        if (parameters.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
        {
            throw request.Mismatch("parameters", parameters, "map[string]interface {}");
        }

        foreach (var parameter in parameters.ValueKind == JsonValueKind.Object ? parameters.EnumerateObject() : Enumerable.Empty<JsonProperty>())
        {
            merged[parameter.Name] = parameter.Value.GetRawText();
        }

        return merged;
    }
}
