using System.Text.RegularExpressions;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>Plain text: paragraphs are set apart by empty lines.</summary>
internal sealed partial class TextParser : IDocumentParser
{
    public string Format => "text";

    public IReadOnlyList<string> Extensions { get; } = [".txt", ".text", ".log"];

    public ParsedDocument Parse(byte[] content, CancellationToken cancellationToken)
    {
        var text = new DocumentText();
        foreach (var paragraph in EmptyLines().Split(PlainText.Decode(content).ReplaceLineEndings("\n")))
        {
            text.AddParagraph(paragraph);
        }

        return text.Build();
    }

    [GeneratedRegex(@"\n[ \t]*(?:\n[ \t]*)+")]
    private static partial Regex EmptyLines();
}
