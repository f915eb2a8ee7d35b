using LocalAi.Dashboard.Receiver.WireFormat;
using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>Makes exemplars of the bytes of a point's; one without a trace leads nowhere and is left out.</summary>
internal static class ExemplarReader
{
    public static void AddTo(Series series, ReadOnlySpan<byte> point, int field)
    {
        foreach (var exemplar in new WireFields(point, field))
        {
            var (time, value) = (0L, 0.0);
            var reader = new WireReader(exemplar);
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 2 when reader.IsFixed64:
                        time = UnixTime.Clamp(reader.Fixed64());
                        break;
                    case 3 when reader.IsFixed64:
                        value = reader.Double();
                        break;
                    case 6 when reader.IsFixed64:
                        value = (long)reader.Fixed64();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            var trace = TraceId.Read(WireFields.Last(exemplar, 5));
            if (!trace.IsEmpty)
            {
                series.Add(new Exemplar(time, value, trace, SpanId.Read(WireFields.Last(exemplar, 4))));
            }
        }
    }
}
