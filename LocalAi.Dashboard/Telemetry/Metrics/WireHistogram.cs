using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>A point of a histogram with explicit bounds, read in place.</summary>
internal readonly ref struct WireHistogram
{
    public const int ExemplarsField = 8;
    private const int AttributesField = 9;
    private readonly ReadOnlySpan<byte> _counts;
    private readonly ReadOnlySpan<byte> _bounds;

    private WireHistogram(ReadOnlySpan<byte> point, out bool isPacked)
    {
        isPacked = true;
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
                    Count = reader.Fixed64();
                    break;
                case 5 when reader.IsFixed64:
                    Sum = reader.Double();
                    break;
                case 6 when reader.IsBytes:
                    isPacked &= _counts.IsEmpty;
                    _counts = reader.Bytes();
                    break;
                case 7 when reader.IsBytes:
                    isPacked &= _bounds.IsEmpty;
                    _bounds = reader.Bytes();
                    break;
                case 10 when reader.IsVarint:
                    HasNoValue = (reader.Varint() & 1) != 0;
                    break;
                case AttributesField when reader.IsBytes:
                    reader.Skip();
                    attributes.Add(reader.Start, reader.Position);
                    break;
                default:
                    isPacked &= reader.Field is not (6 or 7);
                    HasExemplars |= reader.Field == ExemplarsField;
                    reader.Skip();
                    break;
            }
        }

        Attributes = attributes;
    }

    /// <summary>The point. Numbers one by one, or in pieces, are allowed and rare: the protobuf parser then puts them together.</summary>
    public static WireHistogram Read(ReadOnlySpan<byte> point)
    {
        var read = new WireHistogram(point, out var isPacked);
        return isPacked && read._counts.Length % sizeof(ulong) == 0 && read._bounds.Length % sizeof(double) == 0
            ? read
            : new WireHistogram(Google.Protobuf.MessageExtensions.ToByteArray(HistogramDataPoint.Parser.ParseFrom(point)), out _);
    }

    public ulong Start { get; }

    public ulong Time { get; }

    public ulong Count { get; }

    public double Sum { get; }

    /// <summary>The sender says that it has nothing to say.</summary>
    public bool HasNoValue { get; }

    public bool HasExemplars { get; }

    public WireAttributes Attributes { get; }

    public int CountsLength => _counts.Length / sizeof(ulong);

    public int BoundsLength => _bounds.Length / sizeof(double);

    /// <summary>The bounds; <paramref name="known"/> itself where they are the same.</summary>
    public double[] Bounds(double[]? known)
    {
        if (CountsLength == 0)
        {
            return [];
        }

        if (known is not null && MemoryMarshal.AsBytes(known.AsSpan()).SequenceEqual(_bounds))
        {
            return known;
        }

        var bounds = new double[BoundsLength];
        for (var index = 0; index < bounds.Length; index++)
        {
            bounds[index] = BinaryPrimitives.ReadDoubleLittleEndian(_bounds[(index * sizeof(double))..]);
        }

        return bounds;
    }

    public uint[] Counts()
    {
        if (CountsLength == 0)
        {
            return [(uint)Math.Min(Count, uint.MaxValue)];
        }

        var counts = new uint[CountsLength];
        for (var index = 0; index < counts.Length; index++)
        {
            counts[index] = (uint)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(_counts[(index * sizeof(ulong))..]), uint.MaxValue);
        }

        return counts;
    }
}
