using LocalAi.Dashboard.Components.Pages.Logs;
using LocalAi.Dashboard.Telemetry.Logs;

namespace LocalAi.Dashboard.Tests.Telemetry;

public class LogStoreTests
{
    [Fact]
    public void Store_DropsTheOldest_WhenLimitIsReached()
    {
        var store = Otlp.Store(limits => limits.MaxLogCount = 2);

        store.Add(Otlp.Logs("agent", Otlp.Log("one"), Otlp.Log("two"), Otlp.Log("three")));

        Assert.Equal(["two", "three"], store.Logs.List().Select(log => log.Body));
    }

    [Theory]
    [InlineData(0, LogSeverity.Unspecified)]
    [InlineData(1, LogSeverity.Trace)]
    [InlineData(8, LogSeverity.Debug)]
    [InlineData(9, LogSeverity.Information)]
    [InlineData(14, LogSeverity.Warning)]
    [InlineData(17, LogSeverity.Error)]
    [InlineData(24, LogSeverity.Critical)]
    [InlineData(25, LogSeverity.Unspecified)]
    [InlineData(-1, LogSeverity.Unspecified)]
    public void Store_GroupsSeverities_WhateverTheNumber(int number, LogSeverity expected)
    {
        var store = Otlp.Store();

        store.Add(Otlp.Logs("agent", Otlp.Log("body", number)));

        Assert.Equal(expected, Assert.Single(store.Logs.List()).Severity);
    }

    [Fact]
    public void Store_TakesItsOwnTime_WhenTheSendersIsAbsurd()
    {
        var store = Otlp.Store();
        var log = Otlp.Log("body");
        log.TimeUnixNano = ulong.MaxValue;

        store.Add(Otlp.Logs("agent", log));

        Assert.Equal(Otlp.Now, Assert.Single(store.Logs.List()).Time);
    }

    [Theory]
    [InlineData(null, LogSeverity.Warning, null, null, "two")]
    [InlineData("web", LogSeverity.Unspecified, null, null, "three")]
    [InlineData(null, LogSeverity.Unspecified, "ONE", null, "one")]
    [InlineData(null, LogSeverity.Unspecified, null, "user=ann", "one")]
    [InlineData(null, LogSeverity.Unspecified, null, "order", "two")]
    public void Filter_KeepsWhatFits_ByEachOfItsParts(string? resource, LogSeverity least, string? text, string? attribute, string expected)
    {
        var store = Otlp.Store();
        store.Add(Otlp.Logs("agent", Otlp.Log("one", 9, ("user", "Anna")), Otlp.Log("two", 17, ("order", 4))));
        store.Add(Otlp.Logs("web", Otlp.Log("three")));

        var found = store.Logs.List().Where(new LogFilter(resource, least, text, attribute, null).Accepts);

        Assert.Equal([expected], found.Select(log => log.Body));
    }
}
