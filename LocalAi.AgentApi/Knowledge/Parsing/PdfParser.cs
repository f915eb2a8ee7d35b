using System.Text.RegularExpressions;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>PDF by PdfPig: the text of each page in reading order.</summary>
internal sealed partial class PdfParser : IDocumentParser
{
    public string Format => "pdf";

    public IReadOnlyList<string> Extensions { get; } = [".pdf"];

    public ParsedDocument Parse(byte[] content, CancellationToken cancellationToken)
    {
        if (!content.AsSpan(0, Math.Min(content.Length, 1024)).StartsWith("%PDF"u8) && content.AsSpan(0, Math.Min(content.Length, 1024)).IndexOf("%PDF-"u8) < 0)
        {
            throw new UnreadableDocumentException("The file is not a PDF: it does not begin as one.");
        }

        try
        {
            return ParsePages(content, cancellationToken);
        }
        catch (PdfDocumentEncryptedException exception)
        {
            throw new UnreadableDocumentException("The PDF is encrypted. Save it without a password and upload it again.", exception);
        }
        catch (Exception exception) when (exception is not (UnreadableDocumentException or OperationCanceledException or OutOfMemoryException))
        {
            // A damaged file makes PdfPig throw whatever its bytes lead to.
            throw new UnreadableDocumentException($"The PDF is damaged: {exception.Message}", exception);
        }
    }

    private static ParsedDocument ParsePages(byte[] content, CancellationToken cancellationToken)
    {
        using var pdf = PdfDocument.Open(content, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
        var text = new DocumentText();
        foreach (var page in pdf.GetPages())
        {
            cancellationToken.ThrowIfCancellationRequested();
            text.Page = page.Number;
            foreach (var paragraph in EmptyLines().Split(ContentOrderTextExtractor.GetText(page, addDoubleNewline: true).ReplaceLineEndings("\n")))
            {
                // Lines of a paragraph end where the page does, not where a sentence does.
                text.AddParagraph(LineEnds().Replace(HyphenAtLineEnd().Replace(paragraph, ""), " "));
            }
        }

        return text.Build();
    }

    [GeneratedRegex(@"\n[ \t]*(?:\n[ \t]*)+")]
    private static partial Regex EmptyLines();

    [GeneratedRegex(@"(?<=\p{Ll})-[ \t]*\n[ \t]*(?=\p{Ll})")]
    private static partial Regex HyphenAtLineEnd();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineEnds();
}
