using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.OllamaProtocol;

/// <summary><c>/api/version</c>, <c>/api/tags</c>, <c>/api/ps</c> and <c>/api/show</c>: which models there are, of every server.</summary>
internal static class OllamaModelEndpoints
{
    /// <summary>The version of Ollama whose API this follows: clients compare it with the one that they need.</summary>
    public const string ApiVersion = "0.32.15";

    private static readonly string[] Head = [HttpMethods.Head];
    private static readonly OllamaWire.TagDetails Unknown = new("", "", "", [], "", "");

    public static void MapOllamaModels(this RouteGroupBuilder group)
    {
        group.MapGet("/version", Version).WithSummary("The version of Ollama's API that this follows").RequireAnyKey();
        group.MapGet("/tags", ListAsync).WithSummary("Lists the models, the default chat model first").RequireAnyKey();
        group.MapMethods("/version", Head, Version).RequireAnyKey().ExcludeFromDescription();
        group.MapMethods("/tags", Head, ListAsync).RequireAnyKey().ExcludeFromDescription();
        group.MapGet("/ps", ListLoadedAsync).WithSummary("Lists the models that are in memory").RequireAnyKey();
        group.MapPost("/show", ShowAsync).WithSummary("Describes a model").RequireAnyKey();
    }

    private static JsonHttpResult<OllamaClientWire.Version> Version() => TypedResults.Json(new OllamaClientWire.Version(ApiVersion), OllamaClientJson.Answers.Version);

    private static async Task<JsonHttpResult<OllamaClientWire.ModelList>> ListAsync(ModelCatalog catalog, CancellationToken cancellationToken) =>
        TypedResults.Json(
            new OllamaClientWire.ModelList([.. (await catalog.ListAsync(cancellationToken)).Select(Listed)]),
            OllamaClientJson.Answers.ModelList);

    private static async Task<JsonHttpResult<OllamaClientWire.ModelList>> ListLoadedAsync(ModelCatalog catalog, CancellationToken cancellationToken)
    {
        var models = await catalog.ListAsync(cancellationToken);
        var loaded = new List<OllamaClientWire.Model>();
        foreach (var server in await catalog.OllamaServersAsync(cancellationToken))
        {
            loaded.AddRange(
                from running in await server.ListRunningAsync(cancellationToken)
                from model in models
                where model.Endpoint == server.Endpoint && model.Tag?.Name == running.Name
                select Listed(model) with
                {
                    ModifiedAt = null, Size = running.Size, SizeVram = running.SizeVram, ContextLength = running.ContextLength, ExpiresAt = running.ExpiresAt,
                });
        }

        return TypedResults.Json(new OllamaClientWire.ModelList(loaded), OllamaClientJson.Answers.ModelList);
    }

    private static async Task<Results<JsonHttpResult<JsonElement>, JsonHttpResult<OllamaClientWire.Shown>>> ShowAsync(
        HttpContext context, ModelCatalog catalog, CancellationToken cancellationToken)
    {
        var request = await JsonBody.ReadAsync(context.Request, OllamaClientJson.Default.ShowRequest, cancellationToken);
        var name = request.Model ?? request.Name ?? throw new InvalidRequestException("model", "'model' is missing.");
        var (model, server) = await catalog.ResolveAsync(name, cancellationToken);
        if (model.Tag is { } tag && server is OllamaServer ollama)
        {
            return TypedResults.Json(await ollama.ShowAsync(tag.Name, cancellationToken), OllamaClientJson.Answers.JsonElement);
        }

        var info = new Dictionary<string, JsonElement> { ["general.architecture"] = JsonElement.Parse("\"unknown\"") };
        return TypedResults.Json(
            new OllamaClientWire.Shown(Unknown, info, [.. model.Capabilities.Select(capability => capability == ModelCapabilities.Chat ? "completion" : capability)], model.CreatedAt),
            OllamaClientJson.Answers.Shown);
    }

    /// <summary>By the name that Ollama itself would list, which has a tag; models of other servers have none.</summary>
    private static OllamaClientWire.Model Listed(ModelDescription model)
    {
        var name = model.Tag is { } tag && tag.Name.EndsWith(OllamaServer.LatestTag, StringComparison.Ordinal) ? model.Id + OllamaServer.LatestTag : model.Id;
        return new(name, name, model.Tag?.Digest ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), model.Tag?.Details ?? Unknown, model.Tag?.Size ?? 0)
        {
            ModifiedAt = model.CreatedAt ?? DateTimeOffset.UnixEpoch,
        };
    }
}
