using System.Globalization;
using System.Text;

namespace LocalAi.ModelSimulator.Answers;

/// <summary>
/// Splits text into pieces about as long as those of a language model's tokenizer: a space and up to ten letters, up to three
/// digits, or one sign. English comes to about four characters a token, as with Llama's and Qwen's. The pieces together are the text.
/// </summary>
internal static class Tokens
{
    private const int LettersPerToken = 10;
    private const int DigitsPerToken = 3;
    private const int SpacesPerToken = 16;

    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at += NextLength(text[at..]))
        {
            count++;
        }

        return count;
    }

    /// <summary>Characters of the first <paramref name="count"/> tokens, at most the whole text.</summary>
    public static int LengthOf(ReadOnlySpan<char> text, int count)
    {
        var at = 0;
        for (; at < text.Length && count > 0; count--)
        {
            at += NextLength(text[at..]);
        }

        return at;
    }

    /// <summary>Characters of the first token of a text that is not empty; never half a surrogate pair.</summary>
    public static int NextLength(ReadOnlySpan<char> text)
    {
        var at = text[0] == ' ' && text.Length > 1 && text[1] != ' ' ? 1 : 0;
        var kind = KindOf(text[at..], out var length);
        at += length;
        var limit = kind switch
        {
            Kind.Letter => LettersPerToken,
            Kind.Digit => DigitsPerToken,
            Kind.Space => SpacesPerToken,
            _ => 1,
        };
        for (var taken = 1; taken < limit && at < text.Length && KindOf(text[at..], out length) == kind; taken++)
        {
            // The space before a word belongs to the word.
            if (kind == Kind.Space && text[at] == ' ' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]))
            {
                break;
            }

            at += length;
        }

        return at;
    }

    private static Kind KindOf(ReadOnlySpan<char> text, out int length)
    {
        if (text[0] < 128)
        {
            length = 1;
            return char.IsAsciiLetter(text[0]) ? Kind.Letter
                : char.IsAsciiDigit(text[0]) ? Kind.Digit
                : char.IsWhiteSpace(text[0]) ? Kind.Space
                : Kind.Sign;
        }

        Rune.DecodeFromUtf16(text, out var rune, out length);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber => Kind.Digit,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => Kind.Space,
            _ => Kind.Sign,
        };
    }

    private enum Kind
    {
        Letter,
        Digit,
        Space,
        Sign,
    }
}
