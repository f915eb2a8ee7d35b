using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalAi.AgentApi.Agents;

/// <summary>
/// Keeps text from outside from directing tools. Until such text is in the conversation every call is run. After that, a call is run only if
/// the user's own message asks for it, whatever the model makes of what it read:
/// <list type="bullet">
/// <item>a tool without effect: always, there is nothing in it for whoever wrote the text;</item>
/// <item>a tool that reads: if its arguments share a word with the message, or are addresses that the user or a search gave;</item>
/// <item>a tool that acts: if the message names it, by a word of its name, and every address in its arguments is the user's.</item>
/// </list>
/// </summary>
internal static partial class ToolGuard
{
    private const string Remedy = "If it is needed, say what you want to do and let the user ask for it.";

    /// <summary>Why a call is not run, in words for the model and the user; null when it may run.</summary>
    public static string? Refusal(AgentTool tool, JsonElement arguments, TurnContext turn)
    {
        if (tool.Effect == ToolEffect.None)
        {
            return null;
        }

        var texts = Texts(arguments).ToList();
        var given = tool.Effect == ToolEffect.Reads
            ? turn.Question + "\n" + string.Join('\n', turn.Sources.Select(source => source.Url))
            : turn.Question;
        var addresses = texts.SelectMany(text => Address().Matches(text)).Select(match => match.Value.TrimEnd('.', ',', ')', '/')).ToList();
        if (addresses.Find(address => !Contains(given, address)) is { } foreign)
        {
            return $"Not run: the address {foreign} comes from what was read, not from the user. {Remedy}";
        }

        if (tool.Effect == ToolEffect.Acts)
        {
            return turn.Question.Contains(tool.Name, StringComparison.OrdinalIgnoreCase) || Words.Meet(turn.Question, FunctionName(tool))
                ? null
                : $"Not run: the user's message does not ask for {tool.Name}, and after reading text from outside only what the user asks for is run. {Remedy}";
        }

        return addresses.Count > 0 || texts.Exists(text => Words.Meet(turn.Question, text))
            ? null
            : $"Not run: the user's message is about something else, and after reading text from outside only what the user asks for is run. {Remedy}";
    }

    private static string FunctionName(AgentTool tool) =>
        Hump().Replace(tool.Function.Name, " ").Replace('_', ' ').Replace('-', ' ');

    /// <summary>Whether the address stands in the text, whole: a longer one that begins with it is another.</summary>
    private static bool Contains(string text, string address)
    {
        for (var at = text.IndexOf(address, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(address, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + address.Length;
            var rest = text.AsSpan(end);
            rest = rest.StartsWith("/") ? rest[1..] : rest;
            rest = rest.TrimStart(".,;:!?)]>\"'");
            if (rest.IsEmpty || char.IsWhiteSpace(rest[0]))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Texts(property.Value)),
        _ => [],
    };

    /// <summary>Addresses of pages and of mail; a host without a scheme where it is the whole text.</summary>
    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://[^\s""'<>]+|[^\s""'<>@]+@[^\s""'<>@]+\.[^\s""'<>@]+|^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/]\S*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Hump();
}
