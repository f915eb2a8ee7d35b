namespace LocalAi.Web.Markdown;

/// <summary>
/// Markdown that grows at its end. A top-level block that another one follows cannot change any more, so it is rendered once; only the last
/// block is rendered again with each update, and only it travels to the browser again.
/// </summary>
internal sealed class StreamedMarkdown(MarkdownRenderer renderer)
{
    private readonly List<string> _settled = [];
    private int _settledLength;

    /// <summary>The HTML of each block of <paramref name="markdown"/>, which must begin with what the last call got.</summary>
    public IReadOnlyList<string> Update(string markdown)
    {
        var open = renderer.RenderBlocks(markdown[_settledLength..]);
        if (open.Count == 0)
        {
            return [.. _settled];
        }

        _settled.AddRange(open.SkipLast(1).Select(block => block.Html));
        _settledLength += open[^1].Start;
        return [.. _settled, open[^1].Html];
    }
}
