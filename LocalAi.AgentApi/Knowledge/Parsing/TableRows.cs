namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>
/// A table as text that can be cut anywhere between rows: each row names its columns, "City: Graz; Population: 302,749", so that a passage
/// of some rows still says what its numbers are.
/// </summary>
internal static class TableRows
{
    /// <param name="text">Gets a line per row.</param>
    /// <param name="rows">The first one has the columns' names.</param>
    public static void Add(DocumentText text, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>? columns = null;
        var any = false;
        foreach (var row in rows)
        {
            if (columns is null)
            {
                columns = row;
                continue;
            }

            any = true;
            text.AddLine(string.Join("; ", row.Select((cell, index) => Cell(columns, index, cell.Trim())).Where(cell => cell.Length > 0)));
        }

        if (!any && columns is not null)
        {
            text.AddLine(string.Join("; ", columns));
        }
    }

    private static string Cell(IReadOnlyList<string> columns, int index, string value) =>
        value.Length == 0 ? "" : index < columns.Count && columns[index].Trim() is { Length: > 0 } column ? $"{column}: {value}" : value;
}
