using Bunit;
using LocalAi.Web.Agent;
using LocalAi.Web.Components.Pages.Chat;

namespace LocalAi.Web.Tests.Components;

public sealed class SourcesTests : BunitContext
{
    private static readonly Source Manual = new(1, "manual.pdf, page 2", "/knowledge/documents/0197a4c4-0000-7000-8000-000000000000?from=1&to=9", "It has a blue button.", "knowledge_search");
    private static readonly Source Page = new(2, "Docs", "https://example.org/a", "Aspire starts services.", "web_search");

    [Fact]
    public void Sources_ShowWhatTheAnswerCites_AndWhereItOpens()
    {
        var sources = Render("Press the blue button [1].", Manual, Page);

        var link = Assert.Single(sources.FindAll("li a"));
        Assert.Equal((Manual.Title, Manual.Url, null), (link.TextContent, link.GetAttribute("href"), link.GetAttribute("target")));
        Assert.Equal("Sources", sources.Find("h3").TextContent);
    }

    [Fact]
    public void Sources_ShowEverythingThatWasFound_WhenTheAnswerCitesNothing()
    {
        var sources = Render("I do not know. See [9].", Manual, Page);

        Assert.Equal("Found, not cited", sources.Find("h3").TextContent);
        Assert.Equal(["1", "2"], sources.FindAll(".source-number").Select(number => number.TextContent));
        Assert.Equal("noopener noreferrer", sources.FindAll("li a")[1].GetAttribute("rel"));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example/x")]
    [InlineData("data:text/html,x")]
    [InlineData("not an address")]
    public void Sources_AreNotLinked_WhenTheirAddressIsNotOneOfTheWebOrOurs(string url) =>
        Assert.Empty(Render("[1]", Manual with { Url = url }).FindAll("a"));

    [Fact]
    public void Sources_AreNotDrawn_WhenThereAreNone() => Assert.Equal("", Render("Hello").Markup.Trim());

    private IRenderedComponent<Sources> Render(string answer, params Source[] sources) =>
        Render<Sources>(parameters => parameters.Add(view => view.Answer, answer).Add(view => view.All, sources));
}
