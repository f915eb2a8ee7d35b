using System.Buffers.Binary;
using System.Text;

namespace LocalAi.Hardware.Gguf;

/// <summary>Bounded reads of GGUF's primitive values.</summary>
internal sealed class GgufPrimitives(Stream stream)
{
    private const int MaximumKeyBytes = 65_535; // the format's own limit
    private const int MaximumKeptStringBytes = 1 << 16;
    private const long MaximumHeaderBytes = 512L << 20;

    private readonly byte[] _buffer = new byte[4096];
    private long _consumed;

    /// <summary>True from version 2 on: counts and lengths have 64 bits.</summary>
    public bool WideCounts { get; set; } = true;

    public byte Byte(string what) => Take(1, what)[0];

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public ulong UInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what));

    public ReadOnlySpan<byte> Take(int count, string what)
    {
        Consume(count, what);
        try
        {
            stream.ReadExactly(_buffer, 0, count);
        }
        catch (EndOfStreamException)
        {
            throw Truncated(what);
        }

        return _buffer.AsSpan(0, count);
    }

    public int Count(string what, int maximum)
    {
        var count = Length(what);
        return count <= (ulong)maximum ? (int)count : throw new GgufException($"The {what} is {count}; at most {maximum} is possible in a model. The header is damaged.");
    }

    public ulong Length(string what) => WideCounts ? UInt64(what) : UInt32(what);

    public string Key() => Text(Count("length of a name", MaximumKeyBytes), "a name");

    /// <summary>A string value; null, skipped, when it is longer than anything this program needs.</summary>
    public string? Value(string key)
    {
        var length = Length($"length of '{key}'");
        if (length > MaximumKeptStringBytes)
        {
            Skip(length, key);
            return null;
        }

        return Text((int)length, key);
    }

    public void Skip(ulong count, string what)
    {
        Consume(count, what);
        if (stream.CanSeek)
        {
            if ((ulong)(stream.Length - stream.Position) < count)
            {
                throw Truncated(what);
            }

            stream.Seek((long)count, SeekOrigin.Current);
            return;
        }

        for (var left = count; left > 0;)
        {
            var read = stream.Read(_buffer, 0, (int)Math.Min(left, (ulong)_buffer.Length));
            left -= read > 0 ? (ulong)read : throw Truncated(what);
        }
    }

    private string Text(int length, string what)
    {
        if (length <= _buffer.Length)
        {
            return Encoding.UTF8.GetString(Take(length, what));
        }

        Consume((ulong)length, what);
        var bytes = new byte[length];
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw Truncated(what);
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private void Consume(int count, string what) => Consume((ulong)count, what);

    private void Consume(ulong count, string what)
    {
        if (count > (ulong)(MaximumHeaderBytes - _consumed))
        {
            throw new GgufException($"The header is longer than {MaximumHeaderBytes >> 20} MiB at {what}. It is damaged.");
        }

        _consumed += (long)count;
    }

    private static GgufException Truncated(string what) => new($"The file ends inside its header, at {what}. It is incomplete: download it again.");
}
