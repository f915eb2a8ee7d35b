using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A metric of a request, read in place: what it is, and the message that has its points.</summary>
internal readonly ref struct WireMetric
{
    private const int PointsField = 1;

    public WireMetric(ReadOnlySpan<byte> metric)
    {
        var reader = new WireReader(metric);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 when reader.IsBytes:
                    Name = reader.Bytes();
                    break;
                case 2 when reader.IsBytes:
                    Description = reader.Bytes();
                    break;
                case 3 when reader.IsBytes:
                    Unit = reader.Bytes();
                    break;
                case 5 or 7 or 9 or 10 or 11 when reader.IsBytes:
                    Data = (Metric.DataOneofCase)reader.Field;
                    _data = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var points = new WireReader(_data);
        while (points.Next())
        {
            switch (points.Field)
            {
                case PointsField when points.IsBytes:
                    Count++;
                    points.Skip();
                    break;
                case 2 when points.IsVarint:
                    Temporality = (AggregationTemporality)(int)points.Varint();
                    break;
                case 3 when points.IsVarint:
                    IsMonotonic = points.Varint() != 0;
                    break;
                default:
                    points.Skip();
                    break;
            }
        }
    }

    private readonly ReadOnlySpan<byte> _data;

    public ReadOnlySpan<byte> Name { get; }

    public ReadOnlySpan<byte> Description { get; }

    public ReadOnlySpan<byte> Unit { get; }

    public Metric.DataOneofCase Data { get; }

    public AggregationTemporality Temporality { get; }

    public bool IsDelta => Temporality == AggregationTemporality.Delta;

    public bool IsMonotonic { get; }

    /// <summary>How many points it has.</summary>
    public int Count { get; }

    /// <summary>The messages of its points.</summary>
    public WireFields Points => new(_data, PointsField);
}
