using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>HTML by AngleSharp, which runs no scripts and loads nothing: the main part of a page, without navigation.</summary>
internal sealed partial class HtmlParser : IDocumentParser
{
    /// <summary>Elements nested deeper than this are read as plain text; pages made to exhaust the stack are far deeper.</summary>
    private const int MaxDepth = 200;

    private static readonly HashSet<string> Skipped =
        new(["script", "style", "template", "noscript", "nav", "header", "footer", "aside", "form", "button", "svg", "iframe", "head", "dialog"], StringComparer.Ordinal);

    private static readonly HashSet<string> Blocks = new(
        ["p", "div", "section", "article", "main", "ul", "ol", "li", "table", "blockquote", "pre", "dl", "dt", "dd", "figure", "figcaption", "body", "details",
         "h1", "h2", "h3", "h4", "h5", "h6", "address", "fieldset"],
        StringComparer.Ordinal);

    public string Format => "html";

    public IReadOnlyList<string> Extensions { get; } = [".html", ".htm"];

    public ParsedDocument Parse(byte[] content, CancellationToken cancellationToken)
    {
        using var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(PlainText.Decode(content));
        var text = new DocumentText();
        if ((document.QuerySelector("main, article, [role=main]") ?? document.Body) is { } root)
        {
            Add(root, text, depth: 0, cancellationToken);
        }

        return text.Build();
    }

    /// <summary>Adds an element's blocks; text beside blocks becomes paragraphs of its own.</summary>
    private static void Add(IElement element, DocumentText text, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var loose = new System.Text.StringBuilder();
        foreach (var node in element.ChildNodes)
        {
            if (node is IElement child && Skipped.Contains(child.LocalName))
            {
                continue;
            }

            if (node is IElement block && depth < MaxDepth && (Blocks.Contains(block.LocalName) || block.Children.Any(inner => Blocks.Contains(inner.LocalName))))
            {
                text.AddParagraph(Flat(loose.ToString()));
                loose.Clear();
                AddBlock(block, text, depth, cancellationToken);
            }
            else if (node is IElement { LocalName: "br" })
            {
                loose.Append(' ');
            }
            else if (node is IText or IElement)
            {
                loose.Append(node.TextContent);
            }
        }

        text.AddParagraph(Flat(loose.ToString()));
    }

    private static void AddBlock(IElement block, DocumentText text, int depth, CancellationToken cancellationToken)
    {
        switch (block.LocalName)
        {
            case ['h', >= '1' and <= '6'] heading:
                text.AddHeading(heading[1] - '0', Flat(block.TextContent));
                break;
            case "pre":
                text.AddParagraph(block.TextContent);
                break;
            case "table":
                TableRows.Add(text, block.QuerySelectorAll("tr").Select(row =>
                    row.Children.Where(cell => cell.LocalName is "td" or "th").Select(cell => Flat(cell.TextContent)).ToList()));
                break;
            case "li" when !block.Children.Any(inner => Blocks.Contains(inner.LocalName)):
                text.AddLine("- " + Flat(block.TextContent));
                break;
            default:
                Add(block, text, depth + 1, cancellationToken);
                break;
        }
    }

    private static string Flat(string text) => Whitespace().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
