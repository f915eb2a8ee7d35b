using LocalAi.Web.Agent;
using LocalAi.Web.Markdown;

namespace LocalAi.Web.Tests.Markdown;

public sealed class CitationLinksTests
{
    private static readonly Source[] Sources =
    [
        new(1, "manual.pdf, page 2", "/knowledge/documents/7?from=1&to=9", "", "knowledge_search"),
        new(2, "A \"page\"", "https://example.org/a", "", "web_read"),
        new(3, "A trap", "javascript:alert(1)", "", "web_read"),
    ];

    [Theory]
    [InlineData(
        "<p>Blue [1].</p>",
        "<p>Blue <a class=\"citation\" href=\"/knowledge/documents/7?from=1&amp;to=9\" title=\"manual.pdf, page 2\">[1]</a>.</p>")]
    [InlineData(
        "<p><em>Ten</em>[2]</p>",
        "<p><em>Ten</em><a class=\"citation\" href=\"https://example.org/a\" title=\"A &quot;page&quot;\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">[2]</a></p>")]
    [InlineData("<p>No such source [9], and a trap [3].</p>", "<p>No such source [9], and a trap [3].</p>")]
    [InlineData("<p>Use <code>list[1]</code> &lt;b&gt;</p>", "<p>Use <code>list[1]</code> &lt;b&gt;</p>")]
    [InlineData("<p><a href=\"https://example.org/\" title=\"[1]\">[1]</a></p>", "<p><a href=\"https://example.org/\" title=\"[1]\">[1]</a></p>")]
    public void Citations_OpenTheirSource_InProseOnly(string html, string expected) => Assert.Equal(expected, CitationLinks.Add(html, Sources));

    [Fact]
    public void Html_StaysAsItIs_WhenThereIsNothingToCite() => Assert.Equal("<p>[1]", CitationLinks.Add("<p>[1]", []));
}
