using System.Globalization;
using CsvHelper.Configuration;

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
        // What is not as the RFC has it is taken as it stands.
        var lenient = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = Separator(text), BadDataFound = null };
        using var reader = new StringReader(text);
        using var parser = new CsvHelper.CsvParser(reader, lenient);
        while (parser.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Array.Exists(parser.Record!, value => value.Length > 0))
            {
                // A line end within a cell would look like a new row.
                yield return Array.ConvertAll(parser.Record!, value => value.Replace('\n', ' '));
            }
        }
    }

    private static string Separator(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var first = end < 0 ? text : text[..end];
        return new[] { ',', ';', '\t' }.MaxBy(candidate => first.Count(character => character == candidate)).ToString();
    }
}
