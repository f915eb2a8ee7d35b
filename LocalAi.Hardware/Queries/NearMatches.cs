namespace LocalAi.Hardware.Queries;

/// <summary>Names that resemble a mistyped one.</summary>
public static class NearMatches
{
    private const int MaximumMatches = 3;
    private const int MaximumLength = 64;

    /// <summary>
    /// Up to three of <paramref name="names"/>, nearest first: by edit distance without separators, at most half of the wanted length;
    /// a name that starts with or contains the wanted text counts as near.
    /// </summary>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> names)
    {
        var plain = Plain(wanted);
        if (plain.Length is 0 or > MaximumLength)
        {
            return [];
        }

        return
        [
            .. names.Distinct()
                .Select(name => (Name: name, Distance: Distance(plain, Plain(name))))
                .Where(match => match.Distance <= Math.Max(2, plain.Length / 2))
                .OrderBy(match => match.Distance).ThenBy(match => match.Name, StringComparer.Ordinal)
                .Take(MaximumMatches)
                .Select(match => match.Name),
        ];
    }

    private static string Plain(string text) => string.Concat(text.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c)));

    private static int Distance(string wanted, string name)
    {
        if (name.Contains(wanted, StringComparison.Ordinal) || wanted.Contains(name, StringComparison.Ordinal))
        {
            return 1;
        }

        var row = new int[name.Length + 1];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= wanted.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.Length; j++)
            {
                var substitution = diagonal + (wanted[i - 1] == name[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
