using System.Text;

namespace LocalAi.ModelSimulator.Answers;

/// <summary>The words of a text as they are compared: lower case, without English endings, scripts without spaces as pairs of characters.</summary>
internal static class Terms
{
    private static readonly HashSet<string> StopWords = new(StringComparer.Ordinal)
    {
        "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "but", "by",
        "can", "could", "did", "do", "does", "for", "from", "get", "give", "had", "has", "have", "he", "her", "here", "hers", "hi", "him",
        "his", "hello", "how", "i", "if", "in", "into", "is", "it", "its", "just", "know", "let", "like", "long", "many", "may", "me", "might", "more",
        "most", "much", "must", "my", "no", "not", "now", "of", "on", "one", "or", "our", "out", "over", "please", "said", "say", "shall", "she",
        "should", "show", "so", "some", "such", "tell", "than", "thank", "thanks", "that", "the", "their", "them", "then", "there",
        "these", "they", "this", "those", "to", "too", "under", "up", "us", "very", "want", "was", "we", "were", "what", "when", "where",
        "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you", "your", "yours", "s", "t", "d", "ll", "m", "re", "ve",
    };

    /// <summary>The different words that carry meaning, in the order in which they appear.</summary>
    public static List<string> Of(string text)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var terms = new List<string>();
        foreach (var word in Words(text))
        {
            if (!IsStopWord(word) && Stem(word) is var term && seen.Add(term))
            {
                terms.Add(term);
            }
        }

        return terms;
    }

    public static bool IsStopWord(string word) => StopWords.Contains(word);

    /// <summary>Every word in lower case, <c>camelCase</c> and <c>snake_case</c> split.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var previous = '\0';
        foreach (var c in text)
        {
            if (IsUnspaced(c))
            {
                if (word.Length > 0 && !IsUnspaced(word[0]))
                {
                    yield return word.ToString();
                    word.Clear();
                }

                word.Append(c);
                if (word.Length == 2)
                {
                    yield return word.ToString();
                    word.Remove(0, 1);
                }
            }
            else if (char.IsLetterOrDigit(c))
            {
                if (word.Length > 0 && (IsUnspaced(word[0]) || (char.IsUpper(c) && char.IsLower(previous))))
                {
                    yield return word.ToString();
                    word.Clear();
                }

                word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            previous = c;
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    /// <summary>Takes off the commonest English endings, so that "documents" finds "document" and "running" finds "run".</summary>
    public static string Stem(string word)
    {
        if (word.Length < 4 || !char.IsAsciiLetterLower(word[^1]))
        {
            return word;
        }

        var stem = word switch
        {
            _ when word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 => word[..^3] + "y",
            _ when word.EndsWith("sses", StringComparison.Ordinal) => word[..^2],
            _ when word.EndsWith("ing", StringComparison.Ordinal) && word.Length > 5 => Undouble(word[..^3]),
            _ when word.EndsWith("ed", StringComparison.Ordinal) && word.Length > 4 => Undouble(word[..^2]),
            _ when word.EndsWith("es", StringComparison.Ordinal) && word.Length > 4 => word[..^2],
            _ when word.EndsWith('s') && word[^2] is not ('s' or 'u' or 'i') => word[..^1],
            _ => word,
        };
        return stem.Length > 3 && stem.EndsWith('e') ? stem[..^1] : stem;
    }

    private static string Undouble(string stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z') ? stem[..^1] : stem;

    // Kana, Han and Hangul: no spaces between words, so pairs of characters stand for them.
    private static bool IsUnspaced(char c) => c is (>= '\u3040' and <= '\u30ff') or (>= '\u3400' and <= '\u9fff') or (>= '\uac00' and <= '\ud7af');
}
