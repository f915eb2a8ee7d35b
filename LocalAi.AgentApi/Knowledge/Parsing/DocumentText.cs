using System.Text;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>Collects a document's text and structure while a parser reads it.</summary>
internal sealed class DocumentText
{
    /// <summary>More text than this is not a document for questions but a data set; it would also be held in memory several times.</summary>
    public const int MaxCharacters = 20_000_000;

    public const string HeadingSeparator = " › ";

    private readonly StringBuilder _text = new();
    private readonly List<Section> _sections = [];
    private readonly List<(int Level, string Text)> _headings = [];

    public int? Page { get; set; }

    /// <summary>A heading: what follows is under it until one of the same or a higher rank (1 is the highest).</summary>
    public void AddHeading(int level, string text)
    {
        var clean = Clean(text);
        if (clean.Length == 0)
        {
            return;
        }

        _headings.RemoveAll(heading => heading.Level >= level);
        _headings.Add((level, clean));
        Append(clean, "\n\n");
    }

    public void AddParagraph(string text) => Append(Clean(text), "\n\n");

    /// <summary>A line of a list or table, close to the one before it.</summary>
    public void AddLine(string text) => Append(Clean(text), "\n");

    /// <exception cref="UnreadableDocumentException">Nothing was added.</exception>
    public ParsedDocument Build() => _sections.Count == 0
        ? throw new UnreadableDocumentException("The document has no text. Scanned pages need text recognition (OCR) first.")
        : new ParsedDocument(_text.ToString(), _sections);

    private void Append(string text, string separator)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (_text.Length + text.Length > MaxCharacters)
        {
            throw new UnreadableDocumentException($"The document has more than {MaxCharacters:N0} characters of text. Split it.");
        }

        if (_text.Length > 0)
        {
            _text.Append(separator);
        }

        var start = _text.Length;
        _text.Append(text);
        var heading = string.Join(HeadingSeparator, _headings.Select(part => part.Text));
        if (_sections.Count > 0 && _sections[^1] is var last && last.Heading == heading && last.Page == Page)
        {
            _sections[^1] = last with { End = _text.Length };
        }
        else
        {
            _sections.Add(new Section(start, _text.Length, heading, Page));
        }
    }

    /// <summary>Postgres cannot store U+0000, nor UTF-8 half a surrogate pair.</summary>
    private static string Clean(string text)
    {
        var clean = text.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim();
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean));
    }
}
