using LocalAi.Web.Markdown;

namespace LocalAi.Web.Tests.Markdown;

public sealed class MarkdownRendererTests
{
    private readonly MarkdownRenderer _renderer = new();

    [Theory]
    [InlineData("plain *em* **strong**", "<p>plain <em>em</em> <strong>strong</strong></p>\n")]
    [InlineData("a<br>b", "<p>a<br>b</p>\n")]
    [InlineData("[site](https://example.org)", "<p><a href=\"https://example.org\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">site</a></p>\n")]
    [InlineData("![chart](https://evil.example/pixel.png)", "<p><a href=\"https://evil.example/pixel.png\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">chart</a></p>\n")]
    [InlineData("[in](/c/1)", "<p>in</p>\n")]
    [InlineData("- [x] done", "<ul class=\"contains-task-list\">\n<li class=\"task-list-item\"><input disabled=\"\" type=\"checkbox\" checked=\"checked\"> done</li>\n</ul>\n")]
    public void Render_WritesWhatIsMeant(string markdown, string html) => Assert.Equal([html], _renderer.Render(markdown));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>")]
    [InlineData("<iframe src='https://evil.example'></iframe>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("<a href=\"jav&#x09;ascript:alert(1)\">x</a>")]
    [InlineData("<p style=\"background:url(https://evil.example/x)\" onclick=\"alert(1)\" id=\"main\">x</p>")]
    [InlineData("<div class=\"mud-overlay fatal\">x</div>")]
    [InlineData("<form action=\"https://evil.example\"><input type=\"password\" name=\"p\"><button>Go</button></form>")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("<math><mtext></p><img src=1 onerror=alert(1)></mtext></math>")]
    [InlineData("```\"><script>alert(1)</script>\ncode\n```")]
    public void Render_LeavesNothingActive_WhenTheModelWritesHtml(string markdown)
    {
        var html = string.Concat(_renderer.Render(markdown));

        foreach (var forbidden in new[] { "<script", "<img", "<svg", "<iframe", "<form", "<style", "<math", "onerror", "onclick", "onload=", "javascript:", "data:text", "evil.example/x", "mud-overlay", "id=\"main\"", "password" })
        {
            Assert.DoesNotContain(forbidden, html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Render_FramesCode_WithItsLanguageAndACopyButton()
    {
        var html = Assert.Single(_renderer.Render("```csharp\nvar x = \"<b>\"; // note\n```"));

        Assert.Equal(
            "<div class=\"md-code\"><div class=\"md-code-head\"><span class=\"md-code-language\">csharp</span><button class=\"md-code-copy\" type=\"button\" data-copy-code=\"\">Copy</button></div>"
            + "<pre tabindex=\"0\"><code class=\"language-csharp\"><span class=\"tok-k\">var</span> x = <span class=\"tok-s\">\"&lt;b&gt;\"</span>; <span class=\"tok-c\">// note</span>\n</code></pre></div>\n",
            html);
    }

    [Fact]
    public void Render_KeepsTheAlignmentOfTables_AndNoOtherStyle()
    {
        var html = Assert.Single(_renderer.Render("| a | b |\n|:--|--:|\n| 1 | 2 |"));

        Assert.StartsWith("<div class=\"md-table\" tabindex=\"0\"><table>", html, StringComparison.Ordinal);
        Assert.Contains("<td style=\"text-align: right\">2</td>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python", "def f(): # c\n    return 'x' + str(1)", "<span class=\"tok-k\">def</span> <span class=\"tok-f\">f</span>(): <span class=\"tok-c\"># c</span>\n    <span class=\"tok-k\">return</span> <span class=\"tok-s\">'x'</span> + <span class=\"tok-f\">str</span>(<span class=\"tok-n\">1</span>)\n")]
    [InlineData("sql", "select 1 -- one", "<span class=\"tok-k\">select</span> <span class=\"tok-n\">1</span> <span class=\"tok-c\">-- one</span>\n")]
    [InlineData("html", "<p class=\"x\">", "<span class=\"tok-k\">&lt;p</span> class=<span class=\"tok-s\">\"x\"</span><span class=\"tok-k\">&gt;</span>\n")]
    [InlineData("unknown", "if x", "if x\n")]
    public void Render_ColoursCode_OfKnownLanguages(string language, string code, string expected)
    {
        var html = Assert.Single(_renderer.Render($"```{language}\n{code}\n```"));

        Assert.Contains($"<code class=\"language-{language}\">{expected}</code>", html, StringComparison.Ordinal);
    }
}
