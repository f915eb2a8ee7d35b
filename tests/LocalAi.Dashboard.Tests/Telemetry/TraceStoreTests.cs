using LocalAi.Dashboard.Components.Pages.Traces;
using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Tests.Telemetry;

public class TraceStoreTests
{
    [Fact]
    public void Store_DropsTheOldestTrace_WhenLimitIsReached()
    {
        var store = Otlp.Store(limits => limits.MaxTraceCount = 3);

        for (var trace = 1; trace <= 5; trace++)
        {
            store.Add(Otlp.Traces("agent", Otlp.Span(trace, 1, name: $"trace {trace}")));
        }

        Assert.Equal(["trace 5", "trace 4", "trace 3"], store.Traces.List().Select(trace => trace.Name));
    }

    [Fact]
    public void Store_StaysWithinItsBytes_WhenSpansAreLarge()
    {
        var store = Otlp.Store(limits => limits.MaxTelemetryBytes = 1_000_000);
        for (var trace = 1; trace <= 200; trace++)
        {
            store.Add(Otlp.Traces("agent", Otlp.Span(trace, 1, attributes: [("text", new string((char)('a' + (trace % 26)), 20_000) + trace)])));
        }

        Assert.InRange(store.Traces.Bytes, 1, 600_000);
        Assert.InRange(store.Traces.Count, 2, 20);
    }

    [Fact]
    public void Store_KeepsTheFirst_WhenASpanIdComesTwice()
    {
        var store = Otlp.Store();

        store.Add(Otlp.Traces("agent", Otlp.Span(1, 7, name: "first"), Otlp.Span(1, 7, name: "second")));
        store.Add(Otlp.Traces("agent", Otlp.Span(1, 7, name: "third")));

        Assert.Equal("first", Assert.Single(Assert.Single(store.Traces.Spans())).Name);
    }

    [Fact]
    public void Store_CapsTheTrace_WhenItHasNoEnd()
    {
        var store = Otlp.Store(limits => limits.MaxSpansPerTrace = 100);

        store.Add(Otlp.Traces("agent", [.. Enumerable.Range(1, 500).Select(id => Otlp.Span(1, id))]));

        Assert.Equal(100, Assert.Single(store.Traces.List()).SpanCount);
    }

    [Fact]
    public void Store_KeepsTheFirst128Attributes_WhenASpanHasMore()
    {
        var store = Otlp.Store();
        var attributes = Enumerable.Range(0, 200).Select(index => ($"key{index}", (object)index)).ToArray();

        store.Add(Otlp.Traces("agent", Otlp.Span(1, 1, attributes: attributes)));

        var span = Assert.Single(Assert.Single(store.Traces.Spans()));
        Assert.Equal((128, 72, "key127"), (span.Attributes.Length, span.DroppedAttributes, span.Attributes[^1].Key));
    }

    [Fact]
    public void Store_TruncatesTexts_WhenTheyAreLongerThanTheLimit()
    {
        var store = Otlp.Store(limits => limits.MaxAttributeLength = 100);

        store.Add(Otlp.Traces("agent", Otlp.Span(1, 1, name: new string('n', 10_000), attributes: [("text", new string('x', 98) + "😀tail")])));

        var span = Assert.Single(Assert.Single(store.Traces.Spans()));
        Assert.Equal(new string('n', 99) + "…", span.Name);
        Assert.Equal(new string('x', 98) + "…", span.Attribute("text"));
    }

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    [InlineData(1UL, ulong.MaxValue)]
    [InlineData(ulong.MaxValue, 1UL)]
    public void Summary_LeavesSpansOut_WhenTheirTimesAreAbsurd(ulong start, ulong end)
    {
        var store = Otlp.Store();
        var absurd = Otlp.Span(1, 2, 1, "absurd");
        (absurd.StartTimeUnixNano, absurd.EndTimeUnixNano) = (start, end);

        store.Add(Otlp.Traces("agent", Otlp.Span(1, 1, seconds: 2), absurd));

        var summary = Assert.Single(store.Traces.List());
        Assert.Equal((Otlp.Now, 2 * UnixTime.NanosPerSecond, 2), (summary.Start, summary.Duration, summary.SpanCount));
        Assert.Equal(0, store.Traces.Get(summary.Id).Single(span => span.Name == "absurd").Duration);
    }

    [Fact]
    public void Store_ForgetsTheSilentSenders_When5000SendersCome()
    {
        var time = Otlp.FixedTime();
        var store = Otlp.Store(time: time);

        for (var sender = 0; sender < 5_000; sender++)
        {
            store.Add(Otlp.Traces($"service-{sender}", Otlp.Span(sender + 1, 1)));
            store.Add(Otlp.Metrics($"service-{sender}", Otlp.Gauge("gauge", Otlp.Point(0, sender))));
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var names = store.Resources.All().Select(resource => resource.Name).ToHashSet();
        Assert.Equal(1_000, names.Count);
        Assert.Contains("service-4999", names);
        Assert.DoesNotContain("service-0", names);
        Assert.Equal(1_000, store.Metrics.Instruments().Length);
    }

    [Fact]
    public void Tree_NestsSpansAcrossSenders_WhenTheirParentsAreThere()
    {
        var store = Otlp.Store();
        store.Add(Otlp.Traces("web", Otlp.Span(1, 1, name: "web")));
        store.Add(Otlp.Traces("agent", Otlp.Span(1, 3, 2, "second", 0.5), Otlp.Span(1, 4, 2, "first", 0.2), Otlp.Span(1, 2, 1, "agent", 0.1)));

        Assert.Equal([("web", 0), ("agent", 1), ("first", 2), ("second", 2)], Rows(store).Select(row => (row.Span.Name, row.Depth)));
    }

    [Fact]
    public void Tree_MakesARoot_WhenTheParentNeverComes()
    {
        var store = Otlp.Store();
        store.Add(Otlp.Traces("agent", Otlp.Span(1, 2, 99, "orphan"), Otlp.Span(1, 3, 2, "child", 0.1)));

        Assert.Equal([("orphan", 0, true), ("child", 1, false)], Rows(store).Select(row => (row.Span.Name, row.Depth, row.IsOrphan)));
    }

    [Fact]
    public void Tree_ShowsEverySpanOnce_WhenParentsFormACycle()
    {
        var store = Otlp.Store();
        store.Add(Otlp.Traces("agent", Otlp.Span(1, 1, 3, "a"), Otlp.Span(1, 2, 1, "b", 0.1), Otlp.Span(1, 3, 2, "c", 0.2), Otlp.Span(1, 4, 4, "self", 0.3)));

        Assert.Equal([("self", 0), ("a", 0), ("b", 1), ("c", 2)], Rows(store).Select(row => (row.Span.Name, row.Depth)));
    }

    [Fact]
    public void Tree_DoesNotOverflow_WhenAChainHas20000Spans()
    {
        var store = Otlp.Store();
        store.Add(Otlp.Traces("agent", [.. Enumerable.Range(1, 20_000).Select(id => Otlp.Span(1, id, id - 1))]));

        Assert.Equal(19_999, Rows(store)[^1].Depth);
    }

    [Fact]
    public void Tree_HidesDescendants_WhenASpanIsFolded()
    {
        var store = Otlp.Store();
        store.Add(Otlp.Traces("agent", Otlp.Span(1, 1, name: "root"), Otlp.Span(1, 2, 1, "folded"), Otlp.Span(1, 3, 2, "hidden"), Otlp.Span(1, 4, 1, "sibling", 0.5)));

        Assert.Equal(["root", "folded", "sibling"], SpanTree.Visible(Rows(store), [2]).Select(row => row.Span.Name));
    }

    private static List<SpanRow> Rows(TelemetryStore store) => SpanTree.Build(Assert.Single(store.Traces.Spans()));
}
