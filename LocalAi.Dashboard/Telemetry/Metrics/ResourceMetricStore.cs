using Google.Protobuf.Collections;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Telemetry.Traces;
using WireExemplar = LocalAi.Dashboard.Receiver.Wire.Exemplar;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>One sender's instruments, and its points in the order of arrival, so that the oldest goes first.</summary>
internal sealed class ResourceMetricStore(TelemetryResource resource, AttributeReader attributes, TelemetryLimitsOptions limits, long began)
{
    private const uint NoRecordedValue = 1;
    private const long MaxClockLead = 60 * UnixTime.NanosPerSecond;
    private const int SeriesBytes = 240;
    private const int InstrumentBytes = 320;

    private readonly Dictionary<(string Scope, string Name), Instrument> _instruments = [];
    private RingBuffer<Series> _arrivals;

    public TelemetryResource Resource => resource;

    public IEnumerable<Instrument> Instruments => _instruments.Values;

    public long Bytes { get; private set; }

    public Action<Instrument, TelemetryTag[], NumberPoint>? NumberAdded { get; init; }

    public Instrument? Find(TelemetryScope scope, string name) => _instruments.GetValueOrDefault((scope.Name, name));

    public void Add(TelemetryScope scope, Metric metric, long now)
    {
        if (MetricValidity.Check(metric) is not { Points: > 0, Problem: null })
        {
            return;
        }

        switch (metric.DataCase)
        {
            case Metric.DataOneofCase.Gauge:
                AddNumbers(Get(scope, metric, InstrumentKind.Gauge, isMonotonic: false), metric.Gauge.DataPoints, isDelta: false, now);
                break;
            case Metric.DataOneofCase.Sum:
                var isDelta = metric.Sum.AggregationTemporality == AggregationTemporality.Delta;
                AddNumbers(Get(scope, metric, InstrumentKind.Sum, metric.Sum.IsMonotonic), metric.Sum.DataPoints, isDelta, now);
                break;
            case Metric.DataOneofCase.Histogram:
                AddHistograms(Get(scope, metric, InstrumentKind.Histogram, isMonotonic: true), metric.Histogram, now);
                break;
            case Metric.DataOneofCase.ExponentialHistogram:
                AddExponential(Get(scope, metric, InstrumentKind.Histogram, isMonotonic: true), metric.ExponentialHistogram, now);
                break;
        }

        // Nothing of it could be stored: then it is not there.
        if (Find(scope, metric.Name) is { SeriesCount: 0 })
        {
            _instruments.Remove((scope.Name, metric.Name));
            Bytes -= InstrumentBytes;
        }
    }

    public void DropOldest(int points)
    {
        for (var index = 0; index <= points && _arrivals.Count > 0; index++)
        {
            var series = _arrivals.RemoveFirst();
            Bytes -= series.DropOldest();
            if (series.Count == 0)
            {
                Forget(series);
            }
        }
    }

    private static long PointTime(ulong sent, long now)
    {
        var time = UnixTime.PlausibleOr(UnixTime.Clamp(sent), now);
        return time > now + MaxClockLead ? now : time;
    }

    private void AddNumbers(Instrument instrument, RepeatedField<NumberDataPoint> points, bool isDelta, long now)
    {
        foreach (var point in points)
        {
            if ((point.Flags & NoRecordedValue) != 0)
            {
                continue;
            }

            var value = point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;
            if (!double.IsFinite(value))
            {
                continue;
            }

            var series = (NumberSeries)Find(instrument, point.Attributes, point.StartTimeUnixNano);
            Count(series, series.Add(PointTime(point.TimeUnixNano, now), value, isDelta));
            AddExemplars(series, point.Exemplars);
            NumberAdded?.Invoke(instrument, series.Attributes, series.Last);
        }
    }

    private void AddHistograms(Instrument instrument, Histogram histogram, long now)
    {
        var isDelta = histogram.AggregationTemporality == AggregationTemporality.Delta;
        foreach (var point in histogram.DataPoints)
        {
            if ((point.Flags & NoRecordedValue) != 0 || MetricValidity.Check(point) is not null)
            {
                continue;
            }

            var series = (HistogramSeries)Find(instrument, point.Attributes, point.StartTimeUnixNano);
            var counts = new ExplicitBuckets(BoundsOf(series, point), CountsOf(point));
            Count(series, series.Add(new HistogramPoint(PointTime(point.TimeUnixNano, now), point.Count, point.Sum, counts), isDelta));
            AddExemplars(series, point.Exemplars);
        }
    }

    private void AddExponential(Instrument instrument, Receiver.Wire.ExponentialHistogram histogram, long now)
    {
        var isDelta = histogram.AggregationTemporality == AggregationTemporality.Delta;
        foreach (var point in histogram.DataPoints)
        {
            if ((point.Flags & NoRecordedValue) != 0 || MetricValidity.Check(point) is not null)
            {
                continue;
            }

            var series = (HistogramSeries)Find(instrument, point.Attributes, point.StartTimeUnixNano);
            var counts = ExponentialBuckets.Of(
                point.Scale,
                point.ZeroCount,
                point.Positive?.Offset ?? 0,
                point.Positive?.BucketCounts ?? [],
                point.Negative?.Offset ?? 0,
                point.Negative?.BucketCounts ?? []);
            Count(series, series.Add(new HistogramPoint(PointTime(point.TimeUnixNano, now), point.Count, point.Sum, counts), isDelta));
            AddExemplars(series, point.Exemplars);
        }
    }

    private static double[] BoundsOf(HistogramSeries series, HistogramDataPoint point) =>
        point.BucketCounts.Count == 0 ? []
        : series.Bounds is { } known && known.AsSpan().SequenceEqual(point.ExplicitBounds.ToArray()) ? known
        : [.. point.ExplicitBounds];

    private static uint[] CountsOf(HistogramDataPoint point)
    {
        if (point.BucketCounts.Count == 0)
        {
            return [(uint)Math.Min(point.Count, uint.MaxValue)];
        }

        var counts = new uint[point.BucketCounts.Count];
        for (var index = 0; index < counts.Length; index++)
        {
            counts[index] = (uint)Math.Min(point.BucketCounts[index], uint.MaxValue);
        }

        return counts;
    }

    private static void AddExemplars(Series series, RepeatedField<WireExemplar> exemplars)
    {
        foreach (var exemplar in exemplars)
        {
            var trace = TraceId.Read(exemplar.TraceId);
            if (!trace.IsEmpty)
            {
                var value = exemplar.ValueCase == WireExemplar.ValueOneofCase.AsInt ? exemplar.AsInt : exemplar.AsDouble;
                series.Add(new Exemplar(UnixTime.Clamp(exemplar.TimeUnixNano), value, trace, SpanId.Read(exemplar.SpanId)));
            }
        }
    }

    private void Count(Series series, int bytes)
    {
        if (bytes == 0)
        {
            return;
        }

        Bytes += bytes;
        _arrivals.Add(series);
        if (_arrivals.Count > limits.MaxMetricsCount)
        {
            DropOldest(0);
        }
    }

    private Instrument Get(TelemetryScope scope, Metric metric, InstrumentKind kind, bool isMonotonic)
    {
        if (_instruments.TryGetValue((scope.Name, metric.Name), out var instrument))
        {
            if (instrument.Kind == kind)
            {
                return instrument;
            }

            // The same name with another kind is another program version: the new one replaces the old one's points as they age.
            foreach (var series in instrument.All().ToArray())
            {
                instrument.Remove(series);
                Bytes -= SizeOf(series);
            }

            Bytes -= InstrumentBytes;
        }

        instrument = new Instrument(
            resource,
            scope,
            attributes.Strings.Intern(metric.Name),
            attributes.Strings.Intern(metric.Unit),
            attributes.Strings.Intern(metric.Description),
            kind,
            isMonotonic);
        _instruments[(scope.Name, metric.Name)] = instrument;
        Bytes += InstrumentBytes;
        return instrument;
    }

    private Series Find(Instrument instrument, RepeatedField<KeyValue> source, ulong start)
    {
        var hash = SeriesKey.Hash(source, limits.MaxAttributeCount);
        for (var series = instrument.FirstWith(hash); series is not null; series = series.Next)
        {
            if (SeriesKey.Matches(source, series.Attributes, limits.MaxAttributeCount))
            {
                return series;
            }
        }

        var read = attributes.Read(source);
        var isFromStart = UnixTime.Clamp(start) >= began;
        Series added = instrument.Kind == InstrumentKind.Histogram
            ? new HistogramSeries(instrument, hash, read) { IsFromStart = isFromStart }
            : new NumberSeries(instrument, hash, read) { IsFromStart = isFromStart };
        instrument.Add(added);
        Bytes += SizeOf(added);
        return added;
    }

    private static int SizeOf(Series series) => SeriesBytes + (series.Attributes.Length * TelemetryTag.Size);

    private void Forget(Series series)
    {
        var instrument = series.Instrument;
        if (Find(instrument.Scope, instrument.Name) != instrument)
        {
            return;
        }

        instrument.Remove(series);
        Bytes -= SizeOf(series);
        if (instrument.SeriesCount == 0)
        {
            _instruments.Remove((instrument.Scope.Name, instrument.Name));
            Bytes -= InstrumentBytes;
        }
    }
}
