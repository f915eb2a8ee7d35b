using LocalAi.Dashboard.Components.Pages.Metrics;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Metrics;
using ExponentialBuckets = LocalAi.Dashboard.Telemetry.Metrics.ExponentialBuckets;
using WireHistogram = LocalAi.Dashboard.Receiver.Wire.Histogram;
using WireMetric = LocalAi.Dashboard.Receiver.Wire.Metric;

namespace LocalAi.Dashboard.Tests.Telemetry;

public class MetricStoreTests
{
    [Fact]
    public void Store_DropsTheOldestPoints_WhenASenderHasTooMany()
    {
        var store = Otlp.Store(limits => limits.MaxMetricsCount = 4);
        for (var second = 0; second < 10; second++)
        {
            store.Add(Otlp.Metrics("agent", Otlp.Gauge("gauge", Otlp.Point(second - 10, second))));
        }

        Assert.Equal([6, 7, 8, 9], Numbers(store));
    }

    [Fact]
    public void Store_KeepsTwoPoints_WhenAValueStays()
    {
        var store = Otlp.Store();
        for (var second = 0; second < 50; second++)
        {
            store.Add(Otlp.Metrics("agent", Otlp.Gauge("gauge", Otlp.Point(second - 50, 7))));
        }

        Assert.Equal([7, 7], Numbers(store));
        Assert.Equal(Otlp.Now - UnixTime.NanosPerSecond, Series(store)[0].Numbers[^1].Time);
    }

    [Fact]
    public void Store_AddsDeltasUp_WhenTemporalityIsDelta()
    {
        var store = Otlp.Store();
        for (var second = 1; second <= 3; second++)
        {
            store.Add(Otlp.Metrics("agent", Otlp.Sum("sum", AggregationTemporality.Delta, Otlp.Point(second - 5, 10 * second))));
        }

        Assert.Equal([10, 30, 60], Numbers(store));
    }

    [Fact]
    public void Store_TellsSeriesApartByAttributes_WhateverTheirOrder()
    {
        var store = Otlp.Store();
        store.Add(Otlp.Metrics(
            "agent",
            Otlp.Gauge("gauge", Otlp.Point(-3, 1, ("a", "x"), ("b", 1)), Otlp.Point(-3, 2, ("a", "x"), ("b", 2))),
            Otlp.Gauge("gauge", Otlp.Point(-2, 3, ("b", 1), ("a", "x")))));

        Assert.Equal([[1, 3], [2]], Series(store).Select(series => series.Numbers.Select(point => point.Value)).OrderByDescending(values => values.Count()));
    }

    [Fact]
    public void Store_ReplacesTheInstrument_WhenItsKindChanges()
    {
        var store = Otlp.Store();
        store.Add(Otlp.Metrics("agent", Otlp.Gauge("same", Otlp.Point(-3, 1))));
        store.Add(Otlp.Metrics("agent", Otlp.Sum("same", AggregationTemporality.Cumulative, Otlp.Point(-2, 2))));

        Assert.Equal(InstrumentKind.Sum, Assert.Single(store.Metrics.Instruments()).Kind);
        Assert.Equal([2], Numbers(store));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(ulong.MaxValue)]
    public void Store_TakesItsOwnTime_WhenTheSendersIsAbsurd(ulong time)
    {
        var store = Otlp.Store();
        var point = Otlp.Point(0, 1);
        point.TimeUnixNano = time;

        store.Add(Otlp.Metrics("agent", Otlp.Gauge("gauge", point)));

        Assert.Equal(Otlp.Now, Series(store)[0].Numbers[0].Time);
    }

    [Fact]
    public void Store_IgnoresPoints_WhenTheirValueIsNoNumber()
    {
        var store = Otlp.Store();

        store.Add(Otlp.Metrics("agent", Otlp.Gauge("gauge", Otlp.Point(-2, double.NaN), Otlp.Point(-1, double.PositiveInfinity))));

        Assert.Empty(store.Metrics.Instruments());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Histogram_GivesPercentiles_InBothTemporalities(bool isDelta)
    {
        var temporality = isDelta ? AggregationTemporality.Delta : AggregationTemporality.Cumulative;
        var store = Otlp.Store();
        for (var second = 1; second <= 2; second++)
        {
            var factor = isDelta ? 1UL : (ulong)second;
            var histogram = new WireHistogram { AggregationTemporality = temporality };
            histogram.DataPoints.Add(new HistogramDataPoint
            {
                TimeUnixNano = (ulong)(Otlp.Now + ((second - 3) * UnixTime.NanosPerSecond)),
                StartTimeUnixNano = (ulong)Otlp.Now,
                Count = 100 * factor,
                BucketCounts = { 50 * factor, 40 * factor, 10 * factor },
                ExplicitBounds = { 1, 2 },
            });
            store.Add(Otlp.Metrics("agent", new WireMetric { Name = "histogram", Histogram = histogram }));
        }

        var (percentiles, rate) = MetricView.Histogram(Series(store), (Otlp.Now / UnixTime.NanosPerSecond) - 10, 10, 1);

        Assert.Equal([("p50", 1), ("p90", 2), ("p99", 2)], percentiles.Select(line => (line.Name, line.Values[0])));
        Assert.Equal([20], rate.Values);
    }

    [Fact]
    public void ExponentialBuckets_GiveQuantilesWithinTheirWidth_AfterMergingScales()
    {
        // Base 2^(1/8): the values 1 to 1000 once each, then again at half the scale.
        var fine = Exponential(3);
        var coarse = Exponential(2);

        var merged = (ExponentialBuckets)fine.Add(coarse);

        Assert.Equal(2, merged.Scale);
        Assert.InRange(merged.Quantile(0.5), 500 * 0.85, 500 * 1.15);
        Assert.InRange(merged.Quantile(0.99), 990 * 0.85, 990 * 1.15);
        Assert.InRange(((ExponentialBuckets)merged.Since(coarse)).Quantile(0.5), 500 * 0.85, 500 * 1.15);
    }

    [Fact]
    public void ExponentialBuckets_StayBounded_WhenOffsetsAreFarApart()
    {
        var low = ExponentialBuckets.Of(20, 0, int.MinValue, [1], 0, []);
        var high = ExponentialBuckets.Of(20, 3, int.MaxValue, [1], 0, []);

        var merged = (ExponentialBuckets)low.Add(high);

        Assert.InRange(merged.Positive.Counts.Length, 1, ExponentialBuckets.MaxBuckets);
        Assert.Equal(0, merged.Quantile(0.6));
    }

    [Fact]
    public void Rate_CountsFromZero_WhenTheSumFell()
    {
        var store = Otlp.Store();
        foreach (var (second, value) in new[] { (-9, 100.0), (-6, 160.0), (-3, 30.0) })
        {
            store.Add(Otlp.Metrics("agent", Otlp.Sum("sum", AggregationTemporality.Cumulative, Otlp.Point(second, value))));
        }

        var line = Assert.Single(MetricView.Numbers(Series(store), isRate: true, (Otlp.Now / UnixTime.NanosPerSecond) - 10, 10, 1, _ => "line"));

        Assert.Equal([9], line.Values);
    }

    private static ExponentialBuckets Exponential(int scale)
    {
        var counts = new ulong[(int)Math.Ceiling(Math.Log2(1_000) * Math.Pow(2, scale)) + 1];
        for (var value = 1; value <= 1_000; value++)
        {
            counts[(int)Math.Max(0, Math.Ceiling(Math.Log2(value) * Math.Pow(2, scale)) - 1)]++;
        }

        return ExponentialBuckets.Of(scale, 0, 0, counts, 0, []);
    }

    private static SeriesSnapshot[] Series(TelemetryStore store) => store.Metrics.Series(Assert.Single(store.Metrics.Instruments()));

    private static IEnumerable<double> Numbers(TelemetryStore store) => Assert.Single(Series(store)).Numbers.Select(point => point.Value);
}
