using LocalAi.Web.Access;
using LocalAi.Web.Components.Pages.Keys;
using LocalAi.Web.Knowledge;

namespace LocalAi.Web.Tests.Access;

public sealed class UsageTextTests
{
    private static readonly DateOnly Today = new(2026, 3, 4);

    private static readonly AccessContracts.Usage[] Items =
    [
        new(Today, "1", "wiki", "qwen3:8b", 2, 100, 20),
        new(Today, "local", "this machine", "qwen3:8b", 1, 1000, 200),
        new(Today.AddDays(-2), "1", "wiki", "nomic-embed-text", 5, 5000, 0),
    ];

    [Theory]
    [InlineData("day", "Wed 4 Mar 3 1100 220", "Mon 2 Mar 5 5000 0")]
    [InlineData("key", "wiki 7 5100 20", "this machine 1 1000 200")]
    [InlineData("model", "nomic-embed-text 5 5000 0", "qwen3:8b 3 1100 220")]
    public void Grouped_SumsUp_TheLargestFirstOrTheNewest(string by, params string[] expected) =>
        Assert.Equal(expected, UsageText.Grouped(Items, by).Select(row => $"{row.Label} {row.Requests} {row.Input} {row.Output}"));

    [Fact]
    public void PerDay_HasEveryDay() =>
        Assert.Equal([("2026-03-02", 5000), ("2026-03-03", 0), ("2026-03-04", 1320)], UsageText.PerDay(Items, Today, 3).Select(item => (item.Day.ToString("O"), item.Tokens)));

    [Theory]
    [InlineData("chat", "*", "searches all collections")]
    [InlineData("chat", "", "searches no collection")]
    [InlineData("chat", "open", "searches Open")]
    [InlineData("chat", "open,closed", "searches Open")]
    [InlineData("chat,manage", "", null)]
    [InlineData("embed", "*", null)]
    public void Collections_AreThoseChosenAndOpenToTheKey(string scopes, string chosen, string? expected)
    {
        var (open, other, key) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        KnowledgeContracts.Collection[] collections = chosen == "*"
            ? [new(open, "Open", 0, 0, null), new(other, "Named", 0, 0, [key])]
            : [new(open, "Open", 0, 0, null), new(other, "Closed", 0, 0, [])];
        Guid[]? ids = chosen == "*" ? null : [.. chosen.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => name == "open" ? open : other)];

        Assert.Equal(expected, UsageText.Collections(new(key, "", "", scopes.Split(','), null, null, ids, default, null), collections));
    }

    [Theory]
    [InlineData(null, null, "no limits")]
    [InlineData(60, null, "60 requests a minute")]
    [InlineData(null, 200000L, "200\u202f000 tokens a day")]
    [InlineData(60, 1000L, "60 requests a minute, 1\u202f000 tokens a day")]
    public void Limits_AreSaidInWords(int? requests, long? tokens, string expected) =>
        Assert.Equal(expected, UsageText.Limits(new(Guid.Empty, "", "", [], requests, tokens, null, default, null)));
}
