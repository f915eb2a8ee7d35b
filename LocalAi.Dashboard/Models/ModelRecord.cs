using System.IO.Hashing;
using System.Text;

namespace LocalAi.Dashboard.Models;

/// <summary>
/// A bucket of one model and minute as bytes: length, CRC-32, then the content. A record that a crash cut short fails its check and
/// is left out; records of the same model and minute add up.
/// </summary>
internal static class ModelRecord
{
    private const byte Format = 1;
    private const int HeaderBytes = 8;
    private const int MaxBytes = 1 << 20;

    public static byte[] Write(ModelKey model, long minute, ModelBucket bucket)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(new byte[HeaderBytes]);
        writer.Write(Format);
        writer.Write(minute);
        writer.Write(model.Provider);
        writer.Write(model.Model);
        writer.Write(model.Operation);
        foreach (var count in Counts(bucket))
        {
            writer.Write7BitEncodedInt64(count);
        }

        writer.Write(bucket.BusySeconds);
        foreach (var phase in bucket.Phases.Values)
        {
            writer.Write(phase);
        }

        foreach (var sketch in new[] { bucket.TimeToFirstToken, bucket.TimePerOutputToken, bucket.Duration })
        {
            writer.Write7BitEncodedInt(sketch.Buckets.Count);
            foreach (var (index, count) in sketch.Buckets)
            {
                writer.Write(index);
                writer.Write7BitEncodedInt(count);
            }
        }

        writer.Flush();
        var bytes = stream.ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(0, 4), bytes.Length - HeaderBytes);
        Crc32.Hash(bytes.AsSpan(HeaderBytes), bytes.AsSpan(4, 4));
        return bytes;
    }

    /// <summary>The records up to the first that is cut short or damaged; <paramref name="goodBytes"/> says where that is.</summary>
    public static List<(ModelKey Model, long Minute, ModelBucket Bucket)> ReadAll(byte[] file, out int goodBytes)
    {
        var records = new List<(ModelKey, long, ModelBucket)>();
        goodBytes = 0;
        while (goodBytes + HeaderBytes <= file.Length)
        {
            var length = BitConverter.ToInt32(file, goodBytes);
            if (length is <= 0 or > MaxBytes || goodBytes + HeaderBytes + length > file.Length)
            {
                break;
            }

            var content = file.AsSpan(goodBytes + HeaderBytes, length);
            if (!Crc32.Hash(content).AsSpan().SequenceEqual(file.AsSpan(goodBytes + 4, 4)) || content[0] != Format)
            {
                break;
            }

            records.Add(Read(content.ToArray()));
            goodBytes += HeaderBytes + length;
        }

        return records;
    }

    private static (ModelKey Model, long Minute, ModelBucket Bucket) Read(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        reader.ReadByte();
        var minute = reader.ReadInt64();
        var model = new ModelKey(reader.ReadString(), reader.ReadString(), reader.ReadString());
        var bucket = new ModelBucket
        {
            Requests = reader.Read7BitEncodedInt64(),
            Errors = reader.Read7BitEncodedInt64(),
            InputTokens = reader.Read7BitEncodedInt64(),
            OutputTokens = reader.Read7BitEncodedInt64(),
            PrefillTokens = reader.Read7BitEncodedInt64(),
            DecodeTokens = reader.Read7BitEncodedInt64(),
            Loads = reader.Read7BitEncodedInt64(),
            ServerTimed = reader.Read7BitEncodedInt64(),
            MaxInputTokens = reader.Read7BitEncodedInt64(),
            BusySeconds = reader.ReadDouble(),
            Phases = new ModelPhases(
                reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()),
        };
        foreach (var sketch in new[] { bucket.TimeToFirstToken, bucket.TimePerOutputToken, bucket.Duration })
        {
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                sketch.Add(reader.ReadInt16(), reader.Read7BitEncodedInt());
            }
        }

        return (model, minute, bucket);
    }

    private static long[] Counts(ModelBucket bucket) =>
    [
        bucket.Requests,
        bucket.Errors,
        bucket.InputTokens,
        bucket.OutputTokens,
        bucket.PrefillTokens,
        bucket.DecodeTokens,
        bucket.Loads,
        bucket.ServerTimed,
        bucket.MaxInputTokens,
    ];
}
