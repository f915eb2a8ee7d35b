using System.Buffers.Binary;

namespace LocalAi.Dashboard.Receiver.WireFormat;

/// <summary>
/// Protobuf's wire format, read in place: <see cref="Next"/> moves to a field, then one of the readers takes its value or
/// <see cref="Skip"/> passes it. Making messages of everything first costs more than storing it.
/// </summary>
/// <exception cref="WireFormatException">The bytes end within a field, or are none of the format.</exception>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private const int LongestVarint = 10;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _type;

    /// <summary>Where the next byte is read.</summary>
    public int Position { get; private set; }

    /// <summary>Where the field's tag begins.</summary>
    public int Start { get; private set; }

    /// <summary>The field's number.</summary>
    public int Field { get; private set; }

    public readonly bool IsVarint => _type == 0;

    public readonly bool IsFixed64 => _type == 1;

    /// <summary>A text, bytes, a message or packed numbers.</summary>
    public readonly bool IsBytes => _type == 2;

    /// <summary>False at the end.</summary>
    public bool Next()
    {
        if (Position >= _bytes.Length)
        {
            return false;
        }

        Start = Position;
        var tag = Varint();
        Field = (int)(tag >> 3);
        _type = (int)(tag & 7);
        return tag <= uint.MaxValue && Field > 0 ? true : throw new WireFormatException("A field's tag is invalid.");
    }

    public ulong Varint()
    {
        var result = 0UL;
        for (var index = 0; index < LongestVarint; index++)
        {
            if (Position >= _bytes.Length)
            {
                throw Truncated();
            }

            var part = _bytes[Position++];
            result |= (ulong)(part & 0x7F) << (7 * index);
            if (part < 0x80)
            {
                return result;
            }
        }

        throw new WireFormatException("An integer has more than ten bytes.");
    }

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BitConverter.UInt64BitsToDouble(Fixed64());

    public ReadOnlySpan<byte> Bytes() => Varint() is var length && length <= (ulong)(_bytes.Length - Position) ? Take((int)length) : throw Truncated();

    public void Skip()
    {
        switch (_type)
        {
            case 0:
                Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Bytes();
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new WireFormatException("A field has a wire type that OTLP does not use.");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - Position)
        {
            throw Truncated();
        }

        var taken = _bytes.Slice(Position, length);
        Position += length;
        return taken;
    }

    private static WireFormatException Truncated() => new("The body ends within a field.");
}
