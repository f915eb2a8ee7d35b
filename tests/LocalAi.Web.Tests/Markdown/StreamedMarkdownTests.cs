using LocalAi.Web.Markdown;

namespace LocalAi.Web.Tests.Markdown;

public sealed class StreamedMarkdownTests
{
    private const string Document = """
        # Title

        A paragraph with **bold** text
        over two lines.

        - one

          with a paragraph
        - two

            indented code

        | a | b |
        |---|---|
        | 1 | 2 |

        > quote
        > goes on

        ```js
        // a comment

        let x = 1;
        ```

        Setext
        ------

        1. first
        2. second

        The end.
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void Update_EndsWithTheWholeDocument_HoweverItArrives(int step)
    {
        var renderer = new MarkdownRenderer();
        var streamed = new StreamedMarkdown(renderer);
        IReadOnlyList<string> blocks = [];
        for (var length = step; length < Document.Length + step; length += step)
        {
            blocks = streamed.Update(Document[..Math.Min(length, Document.Length)]);
        }

        Assert.Equal(renderer.Render(Document), blocks);
    }

    [Fact]
    public void Update_LeavesFinishedBlocksAlone_SoThatOnlyTheLastTravels()
    {
        var streamed = new StreamedMarkdown(new MarkdownRenderer());
        var before = streamed.Update("First paragraph.\n\nSecond");

        var after = streamed.Update("First paragraph.\n\nSecond grows");

        Assert.Same(before[0], after[0]);
        Assert.Equal("<p>Second grows</p>\n", after[1]);
    }

    [Fact]
    public void Update_IsEmpty_WhileThereIsOnlyWhiteSpace() => Assert.Empty(new StreamedMarkdown(new MarkdownRenderer()).Update(" \n"));
}
