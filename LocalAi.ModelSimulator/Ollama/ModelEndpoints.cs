using System.Text.Json;
using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Runtime;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>Version, and which models are installed and loaded.</summary>
internal static class ModelEndpoints
{
    public static Task VersionAsync(HttpContext context) =>
        OllamaResults.JsonAsync(context, new VersionResponse(SimulatorSetup.Version), OllamaJson.Wire.VersionResponse);

    public static Task TagsAsync(HttpContext context)
    {
        var models = context.RequestServices.GetRequiredService<ModelLibrary>().Installed.Select(installed => new ListModelResponse(
            installed.Model.Name,
            installed.Model.Name,
            installed.ModifiedAt.UtcDateTime,
            installed.Model.SizeBytes,
            installed.Model.Digest,
            Details(installed.Model)));
        return OllamaResults.JsonAsync(context, new ListResponse([.. models]), OllamaJson.Wire.ListResponse);
    }

    public static Task ProcessesAsync(HttpContext context)
    {
        var models = context.RequestServices.GetRequiredService<ModelScheduler>().Running.Select(running => new ProcessModelResponse(
            running.Model.Name,
            running.Model.Name,
            running.SizeBytes,
            running.Model.Digest,
            Details(running.Model),
            running.ExpiresAt.UtcDateTime,
            running.VramBytes,
            running.ContextLength));
        return OllamaResults.JsonAsync(context, new ProcessResponse([.. models]), OllamaJson.Wire.ProcessResponse);
    }

    public static async Task ShowAsync(HttpContext context)
    {
        using var body = await ReadAsync(context);
        var request = new JsonFields(body.RootElement, "ShowRequest");
        var library = context.RequestServices.GetRequiredService<ModelLibrary>();
        var model = ModelLookup.Find(library, Name(request), OllamaException.BadRequest("model is required"), ModelLookup.NotFound);
        var response = new ShowResponse(
            "MIT",
            model.Modelfile,
            Parameters(model),
            "{{ .Prompt }}",
            model.System.Length > 0 ? model.System : null,
            Details(model),
            JsonSerializer.SerializeToElement(model.Info),
            model.Capabilities,
            library.Find(model.Name)!.ModifiedAt.UtcDateTime);
        await OllamaResults.JsonAsync(context, response, OllamaJson.Wire.ShowResponse);
    }

    public static async Task DeleteAsync(HttpContext context)
    {
        using var body = await ReadAsync(context);
        var name = Name(new JsonFields(body.RootElement, "DeleteRequest"));
        var model = ModelLookup.Find(
            context.RequestServices.GetRequiredService<ModelLibrary>(),
            name,
            OllamaException.BadRequest($"name \"{name}\" is invalid"),
            ModelLookup.NotFound);
        context.RequestServices.GetRequiredService<ModelScheduler>().Unload(model);
        context.RequestServices.GetRequiredService<ModelLibrary>().Delete(model.Name);
    }

    /// <summary>A request's <c>model</c>, or the older <c>name</c>.</summary>
    public static string Name(JsonFields request) => request.Text("model") is { Length: > 0 } name ? name : request.Text("name");

    public static Task<JsonDocument> ReadAsync(HttpContext context) =>
        RequestBody.ReadAsync(context, context.RequestServices.GetRequiredService<IOptions<SimulatorOptions>>().Value.MaxRequestBytes);

    // Ollama prints names in a column of 30.
    private static string? Parameters(SimulatedModel model) => model.Parameters.Count == 0
        ? null
        : string.Join('\n', model.ParameterLines.Select(line => $"{line.Name,-30} {line.Value}"));

    private static ModelDetailsResponse Details(SimulatedModel model) =>
        new(model.Parent, ModelName.Namespace, model.Family, [model.Family], model.ParameterSize, model.Quantization);
}
