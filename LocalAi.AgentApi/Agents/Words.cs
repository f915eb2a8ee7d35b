using System.Text.RegularExpressions;

namespace LocalAi.AgentApi.Agents;

/// <summary>Whether two texts speak of the same thing, as far as their words tell.</summary>
internal static partial class Words
{
    private static readonly HashSet<string> Empty =
    [
        "the", "and", "for", "you", "your", "with", "from", "that", "this", "then", "than", "are", "was", "were", "will", "would", "can", "could",
        "has", "have", "had", "what", "who", "when", "where", "why", "which", "how", "does", "did", "about", "into", "please", "not", "all", "any",
        "there", "their", "them", "they", "its", "our", "use", "tool", "get", "set", "run", "call", "http", "https", "www", "com",
    ];

    /// <summary>Whether a word of one is a word of the other. Forms of a word count as the same: order and orders, notify and notification.</summary>
    public static bool Meet(string one, string other)
    {
        var words = Of(one);
        return Of(other).Exists(word => words.Exists(candidate => Same(word, candidate)));
    }

    private static List<string> Of(string text) =>
        [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value).Where(word => !Empty.Contains(word)).Distinct()];

    private static bool Same(string one, string other)
    {
        var common = one.AsSpan().CommonPrefixLength(other);
        return one == other || (common >= 4 && common >= Math.Min(one.Length, other.Length) - 2);
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]{3,}")]
    private static partial Regex Word();
}
