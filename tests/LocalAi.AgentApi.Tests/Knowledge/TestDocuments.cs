using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using PageSize = UglyToad.PdfPig.Content.PageSize;

namespace LocalAi.AgentApi.Tests.Knowledge;

/// <summary>Files that the tests make themselves.</summary>
internal static class TestDocuments
{
    /// <summary>A PDF with lines of text on each page.</summary>
    public static byte[] Pdf(params string[][] pages)
    {
        var pdf = new PdfDocumentBuilder();
        var font = pdf.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var lines in pages)
        {
            var page = pdf.AddPage(PageSize.A4);
            for (var line = 0; line < lines.Length; line++)
            {
                page.AddText(lines[line], 11, new PdfPoint(60, 780 - (line * 16)), font);
            }
        }

        return pdf.Build();
    }

    /// <summary>A PDF whose password is neither empty nor known; the keys are noise, which is all that a reader without it can see.</summary>
    public static byte[] EncryptedPdf()
    {
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        Add("<< /Type /Catalog /Pages 2 0 R >>");
        Add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>");
        Add($"<< /Filter /Standard /V 1 /R 2 /O <{new string('A', 64)}> /U <{new string('B', 64)}> /P -4 >>");
        var start = pdf.Length;
        pdf.Append("xref\n0 5\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            pdf.Append($"{offset:D10} 00000 n \n");
        }

        pdf.Append($"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());

        void Add(string content)
        {
            offsets.Add(pdf.Length);
            pdf.Append($"{offsets.Count} 0 obj\n{content}\nendobj\n");
        }
    }

    /// <summary>A Word document with a heading, paragraphs, a list and a table.</summary>
    public static byte[] Docx(string heading, string paragraph, string[][] table)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var part = document.AddMainDocumentPart();
            part.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(
                new Style(new StyleName { Val = "heading 1" }) { StyleId = "berschrift1", Type = StyleValues.Paragraph });
            part.Document = new Document(new Body(
                new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "berschrift1" }), new Run(new Text(heading))),
                new Paragraph(new Run(new Text(paragraph[..5]) { Space = SpaceProcessingModeValues.Preserve }), new Run(new Text(paragraph[5..]) { Space = SpaceProcessingModeValues.Preserve })),
                new Table(table.Select(row => new TableRow(row.Select(cell => new TableCell(new Paragraph(new Run(new Text(cell))))))))));
        }

        return stream.ToArray();
    }

    /// <summary>A Word document of some kilobytes whose text unpacks to 300 MiB.</summary>
    public static byte[] ZipBomb()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("word/document.xml", CompressionLevel.Fastest).Open();
            var spaces = new byte[1 << 20];
            for (var index = 0; index < 300; index++)
            {
                entry.Write(spaces);
            }
        }

        return stream.ToArray();
    }

    /// <summary>An archive without a document in it.</summary>
    public static byte[] EmptyZip()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("[Content_Types].xml").Open();
            entry.Write("""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""u8);
        }

        return stream.ToArray();
    }
}
