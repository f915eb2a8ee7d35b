namespace LocalAi.ModelSimulator.Answers;

/// <summary>Splits text into sentences: at line ends, and after . ! ? where a new sentence begins. List and heading marks are taken off.</summary>
internal static class Sentences
{
    private const int LongestCharacters = 400;

    private static readonly string[] Abbreviations =
        ["e.g.", "i.e.", "Dr.", "Mr.", "Mrs.", "Ms.", "St.", "No.", "vs.", "approx.", "z.B.", "Nr."];

    public static IEnumerable<string> Of(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = line.TrimStart('#', '>', '-', '*', '•', '|', ' ').TrimEnd();
            while (rest.Length > 0)
            {
                var end = EndOfFirst(rest);
                var sentence = rest[..end].Trim();
                rest = rest[end..].TrimStart();
                if (sentence.Length > 1)
                {
                    yield return sentence.Length <= LongestCharacters ? sentence : Cut(sentence);
                }
            }
        }
    }

    private static int EndOfFirst(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '。' or '！' or '？')
            {
                return at + 1;
            }

            if (text[at] is '.' or '!' or '?')
            {
                var next = at + 1;
                while (next < text.Length && text[next] is '"' or '\'' or ')' or '”' or '.' or '!' or '?')
                {
                    next++;
                }

                if (next == text.Length || (text[next] == ' ' && BeginsSentence(text, next + 1) && !EndsWithAbbreviation(text[..(at + 1)])))
                {
                    return next;
                }
            }
        }

        return text.Length;
    }

    private static bool BeginsSentence(string text, int at) => at < text.Length && !char.IsLower(text[at]);

    private static bool EndsWithAbbreviation(string text) =>
        Abbreviations.Any(abbreviation => text.EndsWith(abbreviation, StringComparison.Ordinal));

    private static string Cut(string sentence)
    {
        var end = sentence.LastIndexOf(' ', LongestCharacters);
        end = end > LongestCharacters / 2 ? end : LongestCharacters;
        return sentence[..(char.IsHighSurrogate(sentence[end - 1]) ? end - 1 : end)] + " …";
    }
}
