using System.Globalization;
using LocalAi.Web.Access;

namespace LocalAi.Web.Components.Pages.Keys;

/// <summary>Keys and usage in words and numbers.</summary>
internal static class UsageText
{
    public static CultureInfo Culture => CultureInfo.InvariantCulture;

    public static string Number(long number) => number.ToString("#,0", Culture).Replace(',', '\u202f');

    public static string Scopes(AccessContracts.Key key) => string.Join(", ", key.Scopes.Select(scope => scope switch
    {
        "chat" => "answers",
        "embed" => "embeddings",
        "manage" => "everything else",
        _ => scope,
    }));

    public static string Limits(AccessContracts.Key key) => (key.RequestsPerMinute, key.TokensPerDay) switch
    {
        (null, null) => "no limits",
        ({ } requests, null) => $"{Number(requests)} requests a minute",
        (null, { } tokens) => $"{Number(tokens)} tokens a day",
        ({ } requests, { } tokens) => $"{Number(requests)} requests a minute, {Number(tokens)} tokens a day",
    };

    /// <summary>The days of a report, the oldest first, with the tokens of each.</summary>
    public static IReadOnlyList<(DateOnly Day, long Tokens)> PerDay(IReadOnlyList<AccessContracts.Usage> items, DateOnly today, int days) =>
    [
        .. Enumerable.Range(0, days).Select(index => today.AddDays(index - days + 1)).Select(day => (day, items.Where(item => item.Day == day).Sum(item => item.Tokens))),
    ];

    /// <summary>Usage summed up by day, key or model, the largest first; days the newest first.</summary>
    public static IReadOnlyList<(string Label, long Requests, long Input, long Output)> Grouped(IReadOnlyList<AccessContracts.Usage> items, string by)
    {
        var groups = items
            .GroupBy(item => by switch { "key" => item.Caller, "model" => item.Model, _ => item.Day.ToString("O", Culture) })
            .Select(group => (
                Sort: group.Key,
                Label: by switch { "key" => group.First().Name, "model" => group.Key, _ => group.First().Day.ToString("ddd d MMM", Culture) },
                Requests: group.Sum(item => item.Requests), Input: group.Sum(item => item.InputTokens), Output: group.Sum(item => item.OutputTokens)));
        var sorted = by == "day" ? groups.OrderByDescending(row => row.Sort, StringComparer.Ordinal) : groups.OrderByDescending(row => row.Input + row.Output);
        return [.. sorted.Select(row => (row.Label, row.Requests, row.Input, row.Output))];
    }
}
