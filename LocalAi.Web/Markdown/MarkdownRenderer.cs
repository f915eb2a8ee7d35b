using AngleSharp.Dom;
using Ganss.Xss;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace LocalAi.Web.Markdown;

/// <summary>
/// Turns a model's Markdown into HTML that is safe to show: an allow-list of tags, no styles but alignment, links only to http, https and
/// mail addresses, and no images, because fetching one tells a stranger's server what was asked. Safe to use from any thread.
/// </summary>
internal sealed class MarkdownRenderer
{
    private static readonly string[] Tags =
    [
        "a", "abbr", "b", "blockquote", "br", "code", "del", "details", "div", "dd", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
        "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody",
        "td", "th", "thead", "tr", "u", "ul", "var",
    ];

    private static readonly string[] Attributes = ["href", "title", "class", "colspan", "rowspan", "start", "type", "checked", "disabled", "style", "open"];

    private readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseEmphasisExtras()
        .UseAutoLinks()
        .UseTaskLists()
        .Build();

    private readonly HtmlSanitizer _sanitizer;

    public MarkdownRenderer()
    {
        _sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(Tags, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(Attributes, StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
            AllowedCssProperties = new HashSet<string>(["text-align"], StringComparer.OrdinalIgnoreCase),
        });
        _sanitizer.PostProcessDom += (_, finished) => MarkdownDom.Finish(finished.Document);
    }

    /// <summary>The HTML of each top-level block, in order.</summary>
    public IReadOnlyList<string> Render(string markdown) => [.. RenderBlocks(markdown).Select(block => block.Html)];

    /// <summary>The HTML of each top-level block, and where its first line starts in the source.</summary>
    internal List<(int Start, string Html)> RenderBlocks(string markdown)
    {
        var blocks = new List<(int, string)>();
        foreach (var block in Markdig.Markdown.Parse(markdown, _pipeline))
        {
            if (block is LinkReferenceDefinitionGroup)
            {
                continue;
            }

            var lineStart = block.Span.Start == 0 ? 0 : markdown.LastIndexOf('\n', block.Span.Start - 1) + 1;
            blocks.Add((lineStart, _sanitizer.Sanitize(ToHtml(block))));
        }

        return blocks;
    }

    private string ToHtml(MarkdownObject block)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        _pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<LinkInlineRenderer>(new ImageAsLinkRenderer());
        renderer.Render(block);
        return writer.ToString();
    }
}
