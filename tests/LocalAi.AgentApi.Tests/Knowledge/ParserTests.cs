using System.Text;
using LocalAi.AgentApi.Knowledge.Parsing;

namespace LocalAi.AgentApi.Tests.Knowledge;

public sealed class ParserTests
{
    [Fact]
    public void Markdown_BecomesTextUnderItsHeadings_WithListsAndTables()
    {
        var parsed = Parse(new MarkdownParser(), """
            ---
            title: x
            ---
            # Refunds

            Refunds take **five** days, see [the form](http://x.example).

            ## Exceptions

            1. Gift *cards*
            2. Services

            | Country | Days |
            |---|---|
            | Austria | 14 |

            # Contact
            Call us.
            """);

        Assert.Equal(
            """
            Refunds

            Refunds take five days, see the form.

            Exceptions
            1. Gift cards
            2. Services
            Country: Austria; Days: 14

            Contact

            Call us.
            """.ReplaceLineEndings("\n"),
            parsed.Text);
        Assert.Equal(["Refunds", "Refunds › Exceptions", "Contact"], parsed.Sections.Select(section => section.Heading));
        Assert.Equal("Contact\n\nCall us.", parsed.Text[parsed.Sections[2].Start..parsed.Sections[2].End]);
    }

    [Fact]
    public void Html_BecomesItsMainPart_WithoutNavigationAndScripts()
    {
        var parsed = Parse(new HtmlParser(), """
            <html><head><title>t</title></head><body><nav>Home</nav><script>alert(1)</script>
            <main><h1>Opening hours</h1><div>Open <b>daily</b><br>from nine.<p>Closed on <i>Sunday</i>.</p></div>
            <table><tr><th>Day</th><th>From</th></tr><tr><td>Monday</td><td>9:00</td></tr></table><ul><li>Ring twice</li></ul></main>
            <footer>(c)</footer></body></html>
            """);

        Assert.Equal("Opening hours\n\nOpen daily from nine.\n\nClosed on Sunday.\nDay: Monday; From: 9:00\n- Ring twice", parsed.Text);
        Assert.Equal([("Opening hours", (int?)null)], parsed.Sections.Select(section => (section.Heading, section.Page)));
    }

    [Fact]
    public void Html_IsRead_WhenItIsNestedAThousandTimesDeeperThanPagesAre()
    {
        var parsed = Parse(new HtmlParser(), string.Concat(Enumerable.Repeat("<div>", 20_000)) + "Deep");

        Assert.Equal("Deep", parsed.Text);
    }

    [Fact]
    public void Csv_NamesTheColumnsInEachRow_WithQuotesAndSemicolons()
    {
        var parsed = Parse(new CsvParser(), "\uFEFFName;Note\r\n\"Mühle \"\"Nord\"\"\";\"two\nlines; one\"\r\nSüd;\r\n");

        Assert.Equal("Name: Mühle \"Nord\"; Note: two lines; one\nName: Süd", parsed.Text);
    }

    [Fact]
    public void Text_IsReadInItsEncoding()
    {
        Assert.Equal("Straße\n\nzwei", Parse(new TextParser(), "Straße\r\n \r\nzwei").Text);
        Assert.Equal("Straße", new TextParser().Parse([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Straße")], CancellationToken.None).Text);
        Assert.Equal("Straße", new TextParser().Parse(Encoding.Latin1.GetBytes("Straße"), CancellationToken.None).Text);
    }

    [Fact]
    public void Pdf_BecomesItsPages_WithLinesJoined()
    {
        var parsed = new PdfParser().Parse(
            TestDocuments.Pdf(["The warranty of the Nordwind pump", "lasts thirty-eight months from deliv-", "ery."], ["Second page."]), CancellationToken.None);

        Assert.Equal([1, 2], parsed.Sections.Select(section => section.Page));
        Assert.Equal("The warranty of the Nordwind pump lasts thirty-eight months from delivery.\n\nSecond page.", parsed.Text);
    }

    [Fact]
    public void Docx_BecomesTextUnderItsHeadings_WithTables()
    {
        var parsed = new DocxParser().Parse(
            TestDocuments.Docx("Holidays", "Everyone has thirty days.", [["Year", "Days"], ["2026", "30"]]), CancellationToken.None);

        Assert.Equal("Holidays\n\nEveryone has thirty days.\nYear: 2026; Days: 30", parsed.Text);
        Assert.Equal(["Holidays"], parsed.Sections.Select(section => section.Heading));
    }

    public static TheoryData<string, string> Unreadable => new()
    {
        { "encrypted.pdf", "The PDF is encrypted. Save it without a password and upload it again." },
        { "damaged.pdf", "The PDF is damaged: " },
        { "not.pdf", "The file is not a PDF: it does not begin as one." },
        { "empty.pdf", "The document has no text. Scanned pages need text recognition (OCR) first." },
        { "bomb.docx", "The Word document unpacks to more than 256 MiB" },
        { "damaged.docx", "The Word document is damaged or encrypted: it is not a readable archive." },
        { "other.docx", "The file is not a Word document: it has no text part." },
        { "binary.txt", "The file is not text: it has zero bytes." },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Parsers_SayWhy_WhenAFileCannotBeRead(string file, string reason)
    {
        var content = file switch
        {
            "encrypted.pdf" => TestDocuments.EncryptedPdf(),
            "damaged.pdf" => [.. TestDocuments.Pdf(["Some text"])[..200], .. new byte[50]],
            "not.pdf" => Encoding.ASCII.GetBytes("<html>"),
            "empty.pdf" => TestDocuments.Pdf([]),
            "bomb.docx" => TestDocuments.ZipBomb(),
            "damaged.docx" => TestDocuments.Docx("Heading", "A paragraph", [])[..400],
            "other.docx" => TestDocuments.EmptyZip(),
            _ => [1, 0, 2],
        };
        IDocumentParser parser = Path.GetExtension(file) switch { ".pdf" => new PdfParser(), ".docx" => new DocxParser(), _ => new TextParser() };

        var exception = Assert.Throws<UnreadableDocumentException>(() => parser.Parse(content, CancellationToken.None));

        Assert.StartsWith(reason, exception.Message, StringComparison.Ordinal);
    }

    private static ParsedDocument Parse(IDocumentParser parser, string content) => parser.Parse(Encoding.UTF8.GetBytes(content), CancellationToken.None);
}
