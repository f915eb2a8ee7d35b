using System.Text.Json;
using LocalAi.AgentApi.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.AgentApi.Agents;

/// <summary><c>GET /api/tools</c>: what the agent can use, for the web UI's picker.</summary>
internal static class ToolEndpoints
{
    public static void MapTools(this IEndpointRouteBuilder routes) => routes.MapGet("/api/tools", List)
        .RequireScope(KeyScopes.Chat, KeyScopes.Manage)
        .WithTags("Tools")
        .WithSummary("Lists the tools that models may call now")
        .WithDescription("Tools of MCP servers come and go with their servers.");

    private static Ok<ToolList> List(ToolCatalog catalog) => TypedResults.Ok(new ToolList(
        [.. catalog.Tools.Select(tool => new ToolInfo(tool.Name, tool.Group, tool.Function.Description, tool.Effect, tool.Untrusted, tool.Parameters))]));

    /// <summary>The tools, by group.</summary>
    internal sealed record ToolList(IReadOnlyList<ToolInfo> Items);

    /// <summary>A tool.</summary>
    /// <param name="Name">By which conversations and models name it.</param>
    /// <param name="Group">The plugin or server it belongs to.</param>
    /// <param name="Description">What models are told about it.</param>
    /// <param name="Effect"><c>none</c>; <c>reads</c>: arguments leave the stack; <c>acts</c>: it may change something.</param>
    /// <param name="Untrusted">Its results are other people's words.</param>
    /// <param name="Parameters">JSON schema of its arguments.</param>
    internal sealed record ToolInfo(string Name, string Group, string Description, ToolEffect Effect, bool Untrusted, JsonElement Parameters);
}
