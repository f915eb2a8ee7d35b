using System.Buffers.Binary;

namespace LocalAi.Hardware.Gguf;

/// <summary>One metadata value: kept when it is small, counted and skipped when it is a table.</summary>
internal static class GgufValue
{
    private const uint Text = 8;
    private const uint Array = 9;
    private const int MaximumKeptElements = 4096;
    private const int MaximumElements = 16_000_000;
    private const int MaximumDepth = 3;

    public static void Read(GgufPrimitives reader, string key, Dictionary<string, object> metadata)
    {
        var type = reader.UInt32($"type of '{key}'");
        switch (type)
        {
            case Text:
                if (reader.Value(key) is { } text)
                {
                    metadata[key] = text;
                }

                break;
            case Array:
                ReadArray(reader, key, metadata, depth: 1);
                break;
            default:
                metadata[key] = Scalar(reader.Take(Size(type, key), key), type);
                break;
        }
    }

    private static void ReadArray(GgufPrimitives reader, string key, Dictionary<string, object>? metadata, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new GgufException($"'{key}' is an array in an array in an array, which no model has. The header is damaged.");
        }

        var type = reader.UInt32($"element type of '{key}'");
        var count = reader.Count($"length of '{key}'", MaximumElements);
        if (metadata is not null)
        {
            metadata[key + ".length"] = (long)count;
        }

        if (type is Text or Array)
        {
            for (var index = 0; index < count; index++)
            {
                if (type == Array)
                {
                    ReadArray(reader, key, metadata: null, depth + 1);
                }
                else
                {
                    reader.Skip(reader.Length($"an element of '{key}'"), key);
                }
            }

            return;
        }

        var size = Size(type, key);
        if (count > MaximumKeptElements || metadata is null)
        {
            reader.Skip((ulong)count * (ulong)size, key);
            return;
        }

        var values = new long[count];
        for (var index = 0; index < count; index++)
        {
            values[index] = Scalar(reader.Take(size, key), type) switch
            {
                bool flag => flag ? 1 : 0,
                long number => number,
                _ => 0,
            };
        }

        metadata[key] = values;
    }

    private static int Size(uint type, string key) => type switch
    {
        0 or 1 or 7 => 1,
        2 or 3 => 2,
        4 or 5 or 6 => 4,
        10 or 11 or 12 => 8,
        _ => throw new GgufException($"'{key}' has the unknown type {type}. The header is damaged."),
    };

    private static object Scalar(ReadOnlySpan<byte> bytes, uint type) => type switch
    {
        0 => (long)bytes[0],
        1 => (long)(sbyte)bytes[0],
        2 => (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        3 => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes),
        4 => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        5 => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        6 => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
        7 => bytes[0] != 0,
        10 => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), long.MaxValue),
        11 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };
}
