using System.Text;

namespace LocalAi.ModelSimulator.Answers;

/// <summary>Writes the answer in Markdown: the matching sentences as quotes with their sources, and that no model wrote it.</summary>
internal static class ExtractiveText
{
    private const int MostQuotes = 4;
    private const int ShortResultCharacters = 800;

    public static string Write(Conversation conversation, PassageRanking ranking)
    {
        var quotes = Select(conversation, ranking);
        var text = new StringBuilder();
        if (conversation.LastUser >= 0 && conversation.Turns[conversation.LastUser].Images > 0)
        {
            text.Append(Notices.Images).Append("\n\n");
        }

        if (quotes.Count == 0)
        {
            return text.Append(conversation.HasNotice ? Notices.Short : Notices.Full).ToString();
        }

        foreach (var source in quotes.GroupBy(quote => quote.Source))
        {
            text.Append(Heading(source)).Append("\n\n");
            WriteQuotes(text, [.. source]);
        }

        return text.Append(Notices.Footer).ToString();
    }

    /// <summary>The sentences themselves, one after the other, without Markdown; empty when nothing matches.</summary>
    public static string Plain(Conversation conversation, PassageRanking ranking) =>
        string.Join(' ', Select(conversation, ranking).Select(quote => quote.Text));

    private static IReadOnlyList<Passage> Select(Conversation conversation, PassageRanking ranking)
    {
        // A tool was asked because of this question: what it said is the answer, whatever words it uses.
        var results = conversation.Passages.Where(passage => passage.Kind is PassageKind.ToolResult or PassageKind.Document).ToList();
        if (results.Count == 0)
        {
            return ranking.Best(MostQuotes);
        }

        // A search of documents always finds something: what does not fit the question is no answer to it.
        if (results.TrueForAll(result => result.Kind == PassageKind.Document))
        {
            return new PassageRanking(conversation.Question, results).Best(MostQuotes, fitting: true);
        }

        if (results.Sum(result => result.Text.Length) <= ShortResultCharacters)
        {
            return results;
        }

        var best = new PassageRanking(conversation.Question, results).Best(MostQuotes);
        return best.Count > 0 ? best : results[..Math.Min(MostQuotes, results.Count)];
    }

    private static void WriteQuotes(StringBuilder text, List<Passage> quotes)
    {
        if (quotes.Count == 1)
        {
            text.Append("> ").Append(quotes[0].Text).Append("\n\n");
            return;
        }

        foreach (var quote in quotes)
        {
            text.Append("- ").Append(quote.Text).Append('\n');
        }

        text.Append('\n');
    }

    private static string Heading(IGrouping<string, Passage> source) =>
        source.Count() == 1 ? $"**From {source.Key}:**" : $"**From {source.Key}**, {source.Count()} passages:";
}
