using System.Globalization;
using LocalAi.Web.Access;
using LocalAi.Web.Knowledge;

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

    /// <summary>Whether the collections chosen for it make a difference: who manages the stack has all.</summary>
    public static bool IsLimitedToCollections(AccessContracts.Key key) => key.Scopes.Contains("chat") && !key.Scopes.Contains("manage");

    /// <summary>What a key may search; null where it searches nothing anyway.</summary>
    public static string? Collections(AccessContracts.Key key, IReadOnlyList<KnowledgeContracts.Collection> collections)
    {
        if (!IsLimitedToCollections(key) || collections.Count == 0)
        {
            return null;
        }

        var open = collections.Where(collection => collection.IsOpenTo(key.Id) && (key.Collections?.Contains(collection.Id) ?? true)).ToList();
        return (open.Count, key.Collections) switch
        {
            (0, _) => "searches no collection",
            (_, null) when open.Count == collections.Count => "searches all collections",
            _ => $"searches {string.Join(", ", open.Select(collection => collection.Name))}",
        };
    }

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
