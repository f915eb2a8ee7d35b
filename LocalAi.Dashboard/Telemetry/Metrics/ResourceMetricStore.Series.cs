namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>Which series a point belongs to.</summary>
internal sealed partial class ResourceMetricStore
{
    // Most points come in the order of last time: then their attributes are compared and not read.
    private Series Find(Instrument instrument, Series? before, in WireAttributes sent, ulong start)
    {
        var expected = before is null ? instrument.First : before.Follower;
        if (expected is { IsRemoved: false, SentAs: { } bytes } && sent.AreTogether && sent.Bytes.SequenceEqual(bytes))
        {
            return expected;
        }

        var found = Find(instrument, attributes.Read(sent.Point, sent.Field), start);
        if (sent.AreTogether && !sent.Bytes.SequenceEqual(found.SentAs))
        {
            Bytes += sent.Bytes.Length - (found.SentAs?.Length ?? 0);
            found.SentAs = sent.Bytes.ToArray();
        }

        if (before is null)
        {
            instrument.First = found;
        }
        else
        {
            before.Follower = found;
        }

        return found;
    }

    private Series Find(Instrument instrument, TelemetryTag[] read, ulong start)
    {
        var hash = SeriesKey.Hash(read);
        for (var series = instrument.FirstWith(hash); series is not null; series = series.Next)
        {
            if (SeriesKey.Matches(read, series.Attributes))
            {
                return series;
            }
        }

        var isFromStart = UnixTime.Clamp(start) >= began;
        Series added = instrument.Kind == InstrumentKind.Histogram
            ? new HistogramSeries(instrument, hash, read) { IsFromStart = isFromStart }
            : new NumberSeries(instrument, hash, read) { IsFromStart = isFromStart };
        instrument.Add(added);
        Bytes += SizeOf(added);
        return added;
    }

    private static int SizeOf(Series series) => SeriesBytes + (series.Attributes.Length * TelemetryTag.Size) + (series.SentAs?.Length ?? 0);

    private void Forget(Series series)
    {
        var instrument = series.Instrument;
        if (Find(instrument.Scope, instrument.Name) != instrument)
        {
            return;
        }

        Bytes -= SizeOf(series);
        instrument.Remove(series);
        if (instrument.SeriesCount == 0)
        {
            _instruments.Remove((instrument.Scope.Name, instrument.Name));
            Bytes -= InstrumentBytes;
        }
    }
}
