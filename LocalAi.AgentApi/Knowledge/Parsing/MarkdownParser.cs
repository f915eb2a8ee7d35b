using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>Markdown by Markdig: headings give the structure, marks of emphasis and links are left out.</summary>
internal sealed class MarkdownParser : IDocumentParser
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    public string Format => "markdown";

    public IReadOnlyList<string> Extensions { get; } = [".md", ".markdown"];

    public ParsedDocument Parse(byte[] content, CancellationToken cancellationToken)
    {
        var text = new DocumentText();
        Add(Markdown.Parse(PlainText.Decode(content), Pipeline), text);
        return text.Build();
    }

    private static void Add(ContainerBlock container, DocumentText text)
    {
        foreach (var block in container)
        {
            Add(block, text);
        }
    }

    private static void Add(Block block, DocumentText text)
    {
        switch (block)
        {
            case HeadingBlock heading:
                text.AddHeading(heading.Level, Inlines(heading.Inline));
                break;
            case YamlFrontMatterBlock or HtmlBlock or LinkReferenceDefinitionGroup:
                break;
            case CodeBlock code:
                text.AddParagraph(code.Lines.ToString());
                break;
            case Table table:
                AddTable(table, text);
                break;
            case ListBlock list:
                AddList(list, text);
                break;
            case ContainerBlock inner:
                Add(inner, text);
                break;
            case LeafBlock leaf:
                text.AddParagraph(Inlines(leaf.Inline));
                break;
        }
    }

    private static void AddList(ListBlock list, DocumentText text)
    {
        var number = int.TryParse(list.OrderedStart, out var start) ? start : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? $"{number++}. " : "- ";
            foreach (var block in item)
            {
                if (block is ParagraphBlock paragraph)
                {
                    text.AddLine(mark + Inlines(paragraph.Inline));
                    mark = "";
                }
                else
                {
                    Add(block, text);
                }
            }
        }
    }

    private static void AddTable(Table table, DocumentText text)
    {
        var rows = table.OfType<TableRow>()
            .Select(row => row.OfType<TableCell>().Select(cell => string.Join(' ', cell.OfType<LeafBlock>().Select(leaf => Inlines(leaf.Inline)))).ToList())
            .ToList();
        TableRows.Add(text, rows);
    }

    private static string Inlines(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        Append(inlines, text);
        return text.ToString();
    }

    private static void Append(ContainerInline? inlines, StringBuilder text)
    {
        foreach (var inline in inlines ?? Enumerable.Empty<Inline>())
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content);
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded);
                    break;
                case ContainerInline container:
                    Append(container, text);
                    break;
            }
        }
    }
}
