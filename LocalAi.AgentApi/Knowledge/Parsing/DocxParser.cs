using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>Word documents by the Open XML SDK, a paragraph at a time: the whole tree of a large document would take many times its size.</summary>
internal sealed class DocxParser : IDocumentParser
{
    public string Format => "docx";

    public IReadOnlyList<string> Extensions { get; } = [".docx"];

    public ParsedDocument Parse(byte[] content, CancellationToken cancellationToken)
    {
        ZipGuard.Check(content, cancellationToken);
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            using var document = WordprocessingDocument.Open(stream, isEditable: false, new OpenSettings { MaxCharactersInPart = ZipGuard.MaxBytes });
            return Read(document.MainDocumentPart ?? throw new UnreadableDocumentException("The file is not a Word document: it has no text part."), cancellationToken);
        }
        catch (Exception exception) when (exception is OpenXmlPackageException or FileFormatException or InvalidDataException or XmlException or IOException or InvalidOperationException)
        {
            throw new UnreadableDocumentException($"The Word document is damaged: {exception.Message}", exception);
        }
    }

    private static ParsedDocument Read(MainDocumentPart part, CancellationToken cancellationToken)
    {
        var styles = HeadingLevels(part);
        var text = new DocumentText();
        using var reader = OpenXmlReader.Create(part);
        var more = reader.Read();
        while (more)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.IsStartElement && reader.ElementType == typeof(Table))
            {
                var table = (Table)reader.LoadCurrentElement()!;
                TableRows.Add(text, table.Elements<TableRow>().Select(row =>
                    row.Elements<TableCell>().Select(cell => string.Join(' ', cell.Descendants<Paragraph>().Select(TextOf))).ToList()));
            }
            else if (reader.IsStartElement && reader.ElementType == typeof(Paragraph))
            {
                Add((Paragraph)reader.LoadCurrentElement()!, styles, text);
            }

            more = reader.Read();
        }

        return text.Build();
    }

    private static void Add(Paragraph paragraph, Dictionary<string, int> styles, DocumentText text)
    {
        var properties = paragraph.ParagraphProperties;
        if (properties?.ParagraphStyleId?.Val?.Value is { } style && styles.TryGetValue(style, out var level))
        {
            text.AddHeading(level, TextOf(paragraph));
        }
        else if (properties?.NumberingProperties is not null)
        {
            text.AddLine("- " + TextOf(paragraph));
        }
        else
        {
            text.AddParagraph(TextOf(paragraph));
        }
    }

    private static string TextOf(Paragraph paragraph) => string.Concat(paragraph.Descendants().Select(element => element switch
    {
        Text run => run.Text,
        TabChar => "\t",
        Break or CarriageReturn => "\n",
        _ => "",
    }));

    /// <summary>Styles by id whose name is "Title" or "heading 1" to "heading 9" (Word writes these names in every language).</summary>
    private static Dictionary<string, int> HeadingLevels(MainDocumentPart part)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var style in part.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
        {
            var name = style.StyleName?.Val?.Value ?? "";
            if (style.StyleId?.Value is not { } id)
            {
                continue;
            }

            if (name.Equals("title", StringComparison.OrdinalIgnoreCase))
            {
                levels[id] = 1;
            }
            else if (name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) && int.TryParse(name.AsSpan(8), CultureInfo.InvariantCulture, out var level))
            {
                levels[id] = level;
            }
        }

        return levels;
    }
}
