using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.ModelSimulator.Answers;

/// <summary>
/// Decides whether a tool is asked for, and which. The rules, in order:
/// <list type="number">
/// <item>Tools have answered this question already: no more of them.</item>
/// <item>The question has a tool's whole name: that one (several names: all of them).</item>
/// <item>Something to calculate, and a tool has a parameter named expression, formula or calculation: that one.</item>
/// <item>The tool that shares most with the question: 3 for each word of the question in the tool's name, 2 in a parameter's name,
/// 1 in a description; at least <see cref="Threshold"/>, and no sentence of the conversation answers better.</item>
/// <item>It is a question, nothing in the conversation answers it, and a tool searches (its name says search, find, lookup,
/// retrieve, query or knowledge): that one.</item>
/// </list>
/// Arguments come from <see cref="SchemaFiller"/>. A call that was made before, with the same arguments, is not made again.
/// </summary>
internal static class ToolChooser
{
    /// <summary>Least score of rule 4: one word of the name, or three of the descriptions.</summary>
    public const int Threshold = 3;

    // From here on a sentence of the conversation is a better answer than a tool.
    private const double WellAnswered = 0.75;

    // Words of tool names that say nothing about what the tool is for.
    private static readonly HashSet<string> EmptyNameWords =
        new(["get", "set", "run", "do", "call", "fetch", "tool", "function", "api", "plugin", "current", "list", "make", "create"], StringComparer.Ordinal);

    private static readonly string[] SearchWords = ["search", "find", "lookup", "retrieve", "query", "knowledge"];
    private static readonly string[] ExpressionNames = ["expression", "formula", "calculation"];

    private static readonly string[] QuestionStarts =
        ["who", "what", "when", "where", "why", "which", "how", "whose", "is", "are", "does", "do", "did", "can", "was", "were", "find", "search", "look"];

    // Not HTML: quotation marks and letters of all languages stay readable for whoever looks at the call.
    private static readonly JsonSerializerOptions ArgumentJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The calls to make, or none.</summary>
    /// <param name="conversation">What was said.</param>
    /// <param name="ranking">The conversation's own sentences, ranked by the question.</param>
    /// <param name="tools">What the request offers.</param>
    /// <param name="demand">OpenAI's <c>tool_choice</c>.</param>
    public static IReadOnlyList<ToolCall> Choose(Conversation conversation, PassageRanking ranking, IReadOnlyList<Tool> tools, ToolDemand demand)
    {
        if (tools.Count == 0 || conversation.Request.Length == 0 || demand.IsNone || conversation.ToolResults.Any())
        {
            return [];
        }

        var chosen = demand.Name is { } name
            ? [.. tools.Where(tool => tool.Name == name)]
            : Select(conversation, ranking, tools, demand.IsRequired);
        var made = conversation.Turns.SelectMany(turn => turn.ToolCalls).Select(call => (call.Name, Canonical(call.Arguments))).ToHashSet();
        return
        [
            .. chosen
                .Select(tool => new ToolCall(NewId(), tool.Name, Arguments(conversation.Request, tool)))
                .Where(call => demand.IsRequired || !made.Contains((call.Name, call.Arguments))),
        ];
    }

    private static List<Tool> Select(Conversation conversation, PassageRanking ranking, IReadOnlyList<Tool> tools, bool required)
    {
        var question = conversation.Request;
        var named = tools.Where(tool => tool.Name.Length > 2 && HasWord(question, tool.Name)).ToList();
        if (named.Count > 0)
        {
            return named;
        }

        if (new TextValues(question).Expression is not null
            && tools.FirstOrDefault(tool => ParameterNames(tool).Any(ExpressionNames.Contains)) is { } calculator)
        {
            return [calculator];
        }

        var terms = Terms.Of(question);
        var best = tools.Select(tool => (Tool: tool, Score: Score(tool, terms))).MaxBy(scored => scored.Score);
        if (required || (best.Score >= Threshold && ranking.BestScore < WellAnswered))
        {
            return [best.Tool];
        }

        return terms.Count > 0 && IsQuestion(conversation.Question) && ranking.BestScore < PassageRanking.Threshold
            && tools.FirstOrDefault(tool => Terms.Words(tool.Name).Any(SearchWords.Contains)) is { } search
            ? [search]
            : [];
    }

    private static int Score(Tool tool, List<string> terms)
    {
        var name = Terms.Words(tool.Name).Where(word => !EmptyNameWords.Contains(word)).Select(Terms.Stem).ToHashSet(StringComparer.Ordinal);
        var parameters = ParameterNames(tool).SelectMany(Terms.Words).Select(Terms.Stem).ToHashSet(StringComparer.Ordinal);
        var description = Terms.Of(tool.Description + " " + string.Join(' ', ParameterDescriptions(tool))).ToHashSet(StringComparer.Ordinal);
        return terms.Sum(term => name.Contains(term) ? 3 : parameters.Contains(term) ? 2 : description.Contains(term) ? 1 : 0);
    }

    private static IEnumerable<JsonProperty> Parameters(Tool tool) =>
        tool.Parameters.ValueKind == JsonValueKind.Object
            && tool.Parameters.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject()
            : Enumerable.Empty<JsonProperty>();

    private static IEnumerable<string> ParameterNames(Tool tool) => Parameters(tool).Select(property => property.Name);

    private static IEnumerable<string> ParameterDescriptions(Tool tool) => Parameters(tool).Select(property =>
        property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("description", out var text) ? text.ToString() : "");

    private static string Arguments(string question, Tool tool) =>
        new SchemaFiller(question, tool.Parameters).Fill() is JsonObject arguments ? arguments.ToJsonString(ArgumentJson) : "{}";

    private static string Canonical(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments)?.ToJsonString(ArgumentJson) ?? "{}";
        }
        catch (JsonException)
        {
            return arguments;
        }
    }

    private static bool HasWord(string text, string word)
    {
        var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
            && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length]))
            && (word.Contains('_') || word.Contains('-') || word.Any(char.IsUpper));
    }

    private static bool IsQuestion(string text) =>
        text.EndsWith('?') || QuestionStarts.Contains(Terms.Words(text).FirstOrDefault() ?? "");

    private static string NewId() => "call_" + Random.Shared.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 8);
}
