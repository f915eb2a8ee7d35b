using Microsoft.Playwright;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace LocalAi.BrowserTests;

/// <summary>A person puts documents into the stack, sees them taken in, and reads them.</summary>
public sealed class KnowledgeTests(Browser browser, KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    [Fact]
    public async Task Pdf_IsUploadedTakenInReadAndDeleted_InTheBrowser()
    {
        await using var window = await browser.OpenAsync();
        await CreateAsync(window, "Pumps");
        await window.Page.GetByLabel("Add documents to Pumps").SetInputFilesAsync(
        [
            new FilePayload { Name = "nordwind.pdf", MimeType = "application/pdf", Buffer = Pdf(
                ["Nordwind pumps, manual.", "Keep this booklet with the pump."],
                ["The warranty of the Nordwind pump lasts 38 months from delivery.", "It does not cover seals."]) },
            new FilePayload { Name = "damaged.pdf", MimeType = "application/pdf", Buffer = Pdf(["Torn"])[..150] },
            new FilePayload { Name = "program.exe", MimeType = "application/octet-stream", Buffer = [1, 2, 3] },
        ]);
        await window.Page.Locator("[data-document='nordwind.pdf'][data-status='ready']").WaitForAsync();
        var failed = window.Page.Locator("[data-document='damaged.pdf'][data-status='failed']");
        await Assertions.Expect(failed).ToContainTextAsync("The PDF is damaged");
        await window.SeeAsync("'program.exe' is of no known format.");
        await Assertions.Expect(window.Page.Locator("[data-collection='Pumps']")).ToContainTextAsync("2 documents");
        await window.ShootAsync("wide-light-30-knowledge");

        await failed.GetByRole(AriaRole.Button, new() { Name = "Delete damaged.pdf" }).ClickAsync();
        await Assertions.Expect(failed).ToHaveCountAsync(0);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "nordwind.pdf" }).ClickAsync();
        await window.SeeAsync("lasts 38 months");
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        Assert.Equal("nordwind.pdf", download.SuggestedFilename);

        await window.Page.GotoAsync($"{fixture.Url}/knowledge");
        await window.Page.Locator("[data-collection='Pumps']").ClickAsync();
        await window.Page.Locator("[data-collection='Pumps'][aria-pressed='true']").WaitForAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete this collection" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("[data-collection='Pumps']")).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);
        Assert.All(window.Hosts, host => Assert.Equal("localhost", host));
    }

    [Fact]
    public async Task Answer_CitesThePassageOfAPdf_AndOpensIt()
    {
        await using var window = await browser.OpenAsync();
        await CreateAsync(window, "Contracts");
        await window.Page.GetByLabel("Add documents to Contracts").SetInputFilesAsync(new FilePayload
        {
            Name = "lease.pdf",
            MimeType = "application/pdf",
            Buffer = Pdf(["Lease of the hall in Wels.", "The landlord is Traunsee Immobilien."], ["The monthly rent is 2,450 euros.", "It is due on the third working day."]),
        });
        await window.Page.Locator("[data-document='lease.pdf'][data-status='ready']").WaitForAsync();

        await window.GoAsync(fixture.Url);
        await window.Page.GetByLabel("Documents: All documents. Change").ClickAsync();
        await window.Page.Locator(".model-popover").GetByText("Contracts", new() { Exact = true }).ClickAsync();
        await window.AskAsync("How high is the monthly rent?");
        var source = window.Page.Locator("[data-source]").Filter(new() { HasText = "lease.pdf, page 2" });
        await source.WaitForAsync();
        await Assertions.Expect(window.Page.Locator(".answer .md")).ToContainTextAsync("The monthly rent is 2,450 euros.");
        await Assertions.Expect(window.Page.Locator(".answer .md").GetByRole(AriaRole.Link, new() { Name = $"[{await source.GetAttributeAsync("data-source")}]" }).First)
            .ToHaveAttributeAsync("href", (await source.GetByRole(AriaRole.Link).GetAttributeAsync("href"))!);
        await window.Page.GetByLabel("Documents: Contracts. Change").WaitForAsync();
        await window.ShootAsync("wide-light-32-citation");
        await source.GetByRole(AriaRole.Link).ClickAsync();

        await Assertions.Expect(window.Page.Locator("mark")).ToContainTextAsync("The monthly rent is 2,450 euros.");
        await window.ShootAsync("wide-light-33-cited-passage");
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("wide-dark", 1280, 860, true)]
    [InlineData("phone-light", 390, 844, false)]
    [InlineData("phone-dark", 390, 844, true)]
    public async Task KnowledgePage_IsReadable_AtEverySize(string name, int width, int height, bool dark)
    {
        await using var window = await browser.OpenAsync(width, height, dark, touch: width < 860);
        await CreateAsync(window, name);
        await window.Page.GetByLabel($"Add documents to {name}").SetInputFilesAsync(new FilePayload
        {
            Name = "A rather long name of a document that somebody scanned on a Friday afternoon.md",
            MimeType = "text/markdown",
            Buffer = System.Text.Encoding.UTF8.GetBytes("# Opening hours\n\nThe office is open from nine to five.\n\n" + string.Join("\n\n", Enumerable.Range(1, 60).Select(line => $"Paragraph {line} says little."))),
        });
        await window.Page.Locator("[data-status='ready']").First.WaitForAsync();
        await window.ShootAsync($"{name}-30-knowledge");
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));

        var address = await window.Page.Locator(".document-head a").First.GetAttributeAsync("href");
        await window.Page.GotoAsync($"{fixture.Url}/{address}?from=15&to=52");
        await Assertions.Expect(window.Page.Locator("mark")).ToHaveTextAsync("The office is open from nine to five.");
        await Assertions.Expect(window.Page.Locator("mark")).ToBeFocusedAsync();
        await window.ShootAsync($"{name}-31-passage");
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
    }

    private async Task CreateAsync(Window window, string collection)
    {
        await window.Page.GotoAsync($"{fixture.Url}/knowledge");
        await window.Page.Locator(".knowledge-empty, .knowledge-collections").First.WaitForAsync();
        await window.Page.GetByLabel("Name of a new collection").FillAsync(collection);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await window.Page.Locator($"[data-collection='{collection}'][aria-pressed='true']").WaitForAsync();
    }

    private static byte[] Pdf(params string[][] pages)
    {
        var pdf = new PdfDocumentBuilder();
        var font = pdf.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var lines in pages)
        {
            var page = pdf.AddPage(PageSize.A4);
            for (var line = 0; line < lines.Length; line++)
            {
                page.AddText(lines[line], 11, new PdfPoint(60, 780 - (line * 40)), font);
            }
        }

        return pdf.Build();
    }
}
