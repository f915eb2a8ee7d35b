using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A gauge's or a sum's point, read in place.</summary>
internal readonly ref struct WireNumber
{
    public const int ExemplarsField = 5;
    private const int AttributesField = 7;

    public WireNumber(ReadOnlySpan<byte> point)
    {
        var attributes = new WireAttributes(point, AttributesField);
        var reader = new WireReader(point);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2 when reader.IsFixed64:
                    Start = reader.Fixed64();
                    break;
                case 3 when reader.IsFixed64:
                    Time = reader.Fixed64();
                    break;
                case 4 when reader.IsFixed64:
                    Value = reader.Double();
                    break;
                case 6 when reader.IsFixed64:
                    Value = (long)reader.Fixed64();
                    break;
                case 8 when reader.IsVarint:
                    HasNoValue = (reader.Varint() & 1) != 0;
                    break;
                case AttributesField when reader.IsBytes:
                    reader.Skip();
                    attributes.Add(reader.Start, reader.Position);
                    break;
                default:
                    HasExemplars |= reader.Field == ExemplarsField;
                    reader.Skip();
                    break;
            }
        }

        Attributes = attributes;
    }

    public ulong Start { get; }

    public ulong Time { get; }

    public double Value { get; }

    /// <summary>The sender says that it has nothing to say.</summary>
    public bool HasNoValue { get; }

    public bool HasExemplars { get; }

    public WireAttributes Attributes { get; }
}
