using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.AppHost.N8n;

/// <summary>LocalAi's own workflows for n8n, each a webhook and a tool of the MCP server that <c>tools.json</c> describes.</summary>
/// <param name="Json">What <c>n8n import:workflow</c> takes: an array of workflows.</param>
/// <param name="Ids">The workflows to publish; the tools last, since they call the others.</param>
internal sealed record StarterWorkflows(string Json, IReadOnlyList<string> Ids)
{
    private const string Tools = "tools.json";

    private static readonly (string File, bool NeedsSearch, bool NeedsPostgres)[] Files =
    [
        ("ask-agent.json", false, false),
        ("web-research.json", true, false),
        ("ingest-document.json", false, true),
    ];

    /// <summary>The workflows whose services are there.</summary>
    public static StarterWorkflows For(bool hasSearch, bool hasPostgres)
    {
        var workflows = Files.Where(file => (!file.NeedsSearch || hasSearch) && (!file.NeedsPostgres || hasPostgres)).Select(file => Read(file.File)).ToList();
        var ids = workflows.Select(Id).ToHashSet();
        workflows.Add(WithToolsFor(ids, Read(Tools)));
        return new(new JsonArray([.. workflows]).ToJsonString(), [.. workflows.Select(Id)]);
    }

    /// <summary>A file of this folder, as it is in the assembly.</summary>
    internal static string ReadText(string name)
    {
        using var stream = typeof(StarterWorkflows).Assembly.GetManifestResourceStream($"n8n/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static JsonObject Read(string file) => JsonNode.Parse(ReadText(file), documentOptions: new JsonDocumentOptions { AllowTrailingCommas = false })!.AsObject();

    private static string Id(JsonObject workflow) => workflow["id"]!.GetValue<string>();

    private static JsonObject WithToolsFor(HashSet<string> ids, JsonObject tools)
    {
        foreach (var node in tools["nodes"]!.AsArray().ToList())
        {
            if (node!["parameters"]?["workflowId"]?["value"]?.GetValue<string>() is { } called && !ids.Contains(called))
            {
                tools["nodes"]!.AsArray().Remove(node);
                tools["connections"]!.AsObject().Remove(node["name"]!.GetValue<string>());
            }
        }

        return tools;
    }
}
