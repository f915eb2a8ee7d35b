using System.Text;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>Tables as RFC 4180 has them, separated by comma, semicolon or tab, whichever the first line has most of.</summary>
internal sealed class CsvParser : IDocumentParser
{
    public string Format => "csv";

    public IReadOnlyList<string> Extensions { get; } = [".csv", ".tsv"];

    public ParsedDocument Parse(byte[] content, CancellationToken cancellationToken)
    {
        var text = new DocumentText();
        TableRows.Add(text, Rows(PlainText.Decode(content).ReplaceLineEndings("\n"), cancellationToken));
        return text.Build();
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(string text, CancellationToken cancellationToken)
    {
        var separator = Separator(text);
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (quoted)
            {
                if (character != '"')
                {
                    cell.Append(character);
                }
                else if (index + 1 < text.Length && text[index + 1] == '"')
                {
                    cell.Append('"');
                    index++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (character == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (character == separator)
            {
                Take(row, cell);
            }
            else if (character == '\n')
            {
                cancellationToken.ThrowIfCancellationRequested();
                Take(row, cell);
                if (row.Exists(value => value.Length > 0))
                {
                    yield return row;
                }

                row = [];
            }
            else
            {
                cell.Append(character);
            }
        }

        Take(row, cell);
        if (row.Exists(value => value.Length > 0))
        {
            yield return row;
        }
    }

    private static void Take(List<string> row, StringBuilder cell)
    {
        // A line end within a cell would look like a new row.
        row.Add(cell.Replace('\n', ' ').ToString());
        cell.Clear();
    }

    private static char Separator(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var first = end < 0 ? text : text[..end];
        return new[] { ',', ';', '\t' }.MaxBy(candidate => first.Count(character => character == candidate));
    }
}
