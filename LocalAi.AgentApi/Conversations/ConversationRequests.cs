using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Conversations;

/// <summary>The bodies of requests about conversations, and what is allowed in them.</summary>
internal static class ConversationRequests
{
    private const int MaxTitleCharacters = 200;

    /// <summary>A new conversation; all may be left out.</summary>
    /// <param name="Tools">Names of the tools that it may use, none for an empty list; left out or <c>["*"]</c> for all.</param>
    /// <param name="Collections">Names of the knowledge collections that it may search; the same rules.</param>
    internal sealed record Create(string? Title, string? Model, IReadOnlyList<string>? Tools = null, IReadOnlyList<string>? Collections = null)
    {
        public string CheckedTitle => Title is null ? "" : CheckTitle(Title, emptyAllowed: true);

        public Selection? CheckedTools => Selection.From(Tools, "tools");

        public Selection? CheckedCollections => Selection.From(Collections, "collections");
    }

    /// <summary>What changes of a conversation; what is left out stays. A title has 1 to 200 characters.</summary>
    /// <param name="Tools">Names of the tools that it may use from now on; <c>["*"]</c> for all.</param>
    /// <param name="Collections">Names of the knowledge collections; the same rules.</param>
    internal sealed record Change(string? Title, IReadOnlyList<string>? Tools = null, IReadOnlyList<string>? Collections = null)
    {
        public string? CheckedTitle => Title is null && (Tools is not null || Collections is not null) ? null : CheckTitle(Title ?? "", emptyAllowed: false);

        public Selection? CheckedTools => Selection.From(Tools, "tools");

        public Selection? CheckedCollections => Selection.From(Collections, "collections");
    }

    /// <summary>A message of the user; the model of the conversation answers unless another one is named.</summary>
    /// <param name="Tools">For this turn only, instead of the conversation's.</param>
    /// <param name="Collections">For this turn only, instead of the conversation's.</param>
    internal sealed record Send(string? Content, string? Model, IReadOnlyList<string>? Tools = null, IReadOnlyList<string>? Collections = null)
    {
        public Selection? CheckedTools => Selection.From(Tools, "tools");

        public Selection? CheckedCollections => Selection.From(Collections, "collections");

        public string CheckedContent => string.IsNullOrWhiteSpace(Content)
            ? throw new InvalidRequestException("content", "'content' is empty: a message needs text.")
            : WithoutNul(Content, "content");
    }

    /// <summary>The title that a first message gives: its first line, cut at a word.</summary>
    public static string TitleOf(string content)
    {
        const int Length = 60;
        var line = content.Trim().Split('\n', 2)[0].Trim();
        if (line.Length <= Length)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', Length);
        cut = cut > Length / 2 ? cut : Length;
        return line[..(char.IsHighSurrogate(line[cut - 1]) ? cut - 1 : cut)].TrimEnd() + "…";
    }

    private static string CheckTitle(string title, bool emptyAllowed) => title.Trim() switch
    {
        { Length: 0 } when !emptyAllowed => throw new InvalidRequestException("title", "'title' is empty: 1 to 200 characters are allowed."),
        { Length: > MaxTitleCharacters } => throw new InvalidRequestException("title", "'title' is too long: 1 to 200 characters are allowed."),
        var trimmed => WithoutNul(trimmed, "title"),
    };

    /// <summary>Postgres cannot store U+0000 in text.</summary>
    private static string WithoutNul(string text, string field) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new InvalidRequestException(field, $"'{field}' contains the character U+0000, which cannot be stored.")
        : text;
}
