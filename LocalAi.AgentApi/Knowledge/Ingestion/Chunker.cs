using LocalAi.AgentApi.Knowledge.Parsing;

namespace LocalAi.AgentApi.Knowledge.Ingestion;

/// <summary>
/// Cuts a document into passages along its structure: never across a heading or page, at the end of a paragraph where there is one, else of
/// a sentence, a line, a word. Neighbours within a section overlap, so that a thought cut in two is whole in one of them.
/// </summary>
internal static class Chunker
{
    private static readonly string[] Boundaries = ["\n\n", "\n", ". ", "? ", "! ", "; ", " "];

    public static List<Chunk> Split(ParsedDocument document, int characters, int overlap)
    {
        var chunks = new List<Chunk>();
        for (var index = 0; index < document.Sections.Count; index++)
        {
            var section = document.Sections[index];
            if (index + 1 < document.Sections.Count && IsHeadingOf(document, section, document.Sections[index + 1]))
            {
                continue;
            }

            var start = section.Start;
            while (section.End - start > characters)
            {
                var end = Cut(document.Text, start, start + characters);
                Add(chunks, document.Text, section, start, end);
                start = Back(document.Text, start, end, overlap);
            }

            Add(chunks, document.Text, section, start, section.End);
        }

        return chunks;
    }

    /// <summary>A heading with nothing but a smaller one below it answers no question, and its words are in the headings of what follows.</summary>
    private static bool IsHeadingOf(ParsedDocument document, Section section, Section next) =>
        next.Heading.StartsWith(section.Heading + DocumentText.HeadingSeparator, StringComparison.Ordinal)
        && section.Heading.EndsWith(document.Text[section.Start..section.End], StringComparison.Ordinal);

    private static void Add(List<Chunk> chunks, string text, Section section, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            chunks.Add(new Chunk(chunks.Count, section.Heading, section.Page, start, text[start..end]));
        }
    }

    /// <summary>The last good place to end in the second half of the window.</summary>
    private static int Cut(string text, int start, int limit)
    {
        var earliest = start + (limit - start) / 2;
        foreach (var boundary in Boundaries)
        {
            var at = text.LastIndexOf(boundary, limit - 1, limit - earliest, StringComparison.Ordinal);
            if (at >= earliest)
            {
                return at + boundary.Length;
            }
        }

        return char.IsLowSurrogate(text[limit]) ? limit - 1 : limit;
    }

    /// <summary>Where the next passage begins: up to <paramref name="overlap"/> before the end, at the start of a line, sentence or word.</summary>
    private static int Back(string text, int start, int end, int overlap)
    {
        var earliest = Math.Max(start + 1, end - overlap);
        foreach (var boundary in Boundaries)
        {
            var at = earliest < end ? text.IndexOf(boundary, earliest, end - earliest, StringComparison.Ordinal) : -1;
            if (at >= 0 && at + boundary.Length < end)
            {
                return at + boundary.Length;
            }
        }

        return end;
    }
}
