using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>One sender's instruments, and its points in the order of arrival, so that the oldest goes first.</summary>
internal sealed partial class ResourceMetricStore(TelemetryResource resource, AttributeReader attributes, TelemetryLimitsOptions limits, long began)
{
    private const uint NoRecordedValue = 1;
    private const int ExponentialAttributesField = 1;
    private const int ExponentialExemplarsField = 11;
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

    public void Add(TelemetryScope scope, in WireMetric metric, long now)
    {
        if (metric.Count == 0 || MetricValidity.Check(metric) is not null)
        {
            return;
        }

        var name = attributes.Strings.Intern(metric.Name);
        switch (metric.Data)
        {
            case Metric.DataOneofCase.Gauge:
                AddNumbers(Get(scope, name, metric, InstrumentKind.Gauge, isMonotonic: false), metric, isDelta: false, now);
                break;
            case Metric.DataOneofCase.Sum:
                AddNumbers(Get(scope, name, metric, InstrumentKind.Sum, metric.IsMonotonic), metric, metric.IsDelta, now);
                break;
            case Metric.DataOneofCase.Histogram:
                AddHistograms(Get(scope, name, metric, InstrumentKind.Histogram, isMonotonic: true), metric, now);
                break;
            case Metric.DataOneofCase.ExponentialHistogram:
                AddExponential(Get(scope, name, metric, InstrumentKind.Histogram, isMonotonic: true), metric, now);
                break;
        }

        // Nothing of it could be stored: then it is not there.
        if (Find(scope, name) is { SeriesCount: 0 })
        {
            _instruments.Remove((scope.Name, name));
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

    private void AddNumbers(Instrument instrument, in WireMetric metric, bool isDelta, long now)
    {
        Series? before = null;
        foreach (var bytes in metric.Points)
        {
            var point = new WireNumber(bytes);
            if (point.HasNoValue || !double.IsFinite(point.Value))
            {
                continue;
            }

            var series = (NumberSeries)Find(instrument, before, point.Attributes, point.Start);
            Count(series, series.Add(PointTime(point.Time, now), point.Value, isDelta));
            if (point.HasExemplars)
            {
                ExemplarReader.AddTo(series, bytes, WireNumber.ExemplarsField);
            }

            NumberAdded?.Invoke(instrument, series.Attributes, series.Last);
            before = series;
        }
    }

    private void AddHistograms(Instrument instrument, in WireMetric metric, long now)
    {
        Series? before = null;
        foreach (var bytes in metric.Points)
        {
            var point = WireHistogram.Read(bytes);
            if (point.HasNoValue || MetricValidity.Check(point) is not null)
            {
                continue;
            }

            var series = (HistogramSeries)Find(instrument, before, point.Attributes, point.Start);
            var counts = new ExplicitBuckets(point.Bounds(series.Bounds), point.Counts());
            Count(series, series.Add(new HistogramPoint(PointTime(point.Time, now), point.Count, point.Sum, counts), metric.IsDelta));
            if (point.HasExemplars)
            {
                ExemplarReader.AddTo(series, bytes, WireHistogram.ExemplarsField);
            }

            before = series;
        }
    }

    // Rare enough to be read by the protobuf parser.
    private void AddExponential(Instrument instrument, in WireMetric metric, long now)
    {
        foreach (var bytes in metric.Points)
        {
            var point = ExponentialHistogramDataPoint.Parser.ParseFrom(bytes);
            if ((point.Flags & NoRecordedValue) != 0 || MetricValidity.Check(point) is not null)
            {
                continue;
            }

            var series = (HistogramSeries)Find(instrument, attributes.Read(bytes, ExponentialAttributesField), point.StartTimeUnixNano);
            var counts = ExponentialBuckets.Of(
                point.Scale,
                point.ZeroCount,
                point.Positive?.Offset ?? 0,
                point.Positive?.BucketCounts ?? [],
                point.Negative?.Offset ?? 0,
                point.Negative?.BucketCounts ?? []);
            Count(series, series.Add(new HistogramPoint(PointTime(point.TimeUnixNano, now), point.Count, point.Sum, counts), metric.IsDelta));
            ExemplarReader.AddTo(series, bytes, ExponentialExemplarsField);
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

    private Instrument Get(TelemetryScope scope, string name, in WireMetric metric, InstrumentKind kind, bool isMonotonic)
    {
        if (_instruments.TryGetValue((scope.Name, name), out var instrument))
        {
            if (instrument.Kind == kind)
            {
                return instrument;
            }

            // The same name with another kind is another program version: the new one replaces the old one's points as they age.
            foreach (var series in instrument.All().ToArray())
            {
                Bytes -= SizeOf(series);
                instrument.Remove(series);
            }

            Bytes -= InstrumentBytes;
        }

        instrument = new Instrument(
            resource,
            scope,
            name,
            attributes.Strings.Intern(metric.Unit),
            attributes.Strings.Intern(metric.Description),
            kind,
            isMonotonic);
        _instruments[(scope.Name, name)] = instrument;
        Bytes += InstrumentBytes;
        return instrument;
    }
}
