using System.Text;

namespace LocalAi.Hardware.Tests.Gguf;

/// <summary>Writes GGUF headers, well-formed or not.</summary>
internal sealed class GgufFile
{
    private readonly List<byte> _entries = [];
    private readonly List<byte> _tensors = [];
    private ulong _entryCount;
    private ulong _tensorCount;

    public uint Magic { get; init; } = 0x46554747;

    public uint Version { get; init; } = 3;

    public ulong? ClaimedEntries { get; init; }

    public ulong? ClaimedTensors { get; init; }

    public GgufFile Text(string key, string value) => Entry(key, 8, writer => Write(writer, value));

    public GgufFile Number(string key, uint value) => Entry(key, 4, writer => writer.Write(value));

    public GgufFile Float(string key, float value) => Entry(key, 6, writer => writer.Write(value));

    public GgufFile Flags(string key, params bool[] values) => Entry(key, 9, writer =>
    {
        writer.Write(7u);
        writer.Write((ulong)values.Length);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    });

    public GgufFile Strings(string key, params string[] values) => Entry(key, 9, writer =>
    {
        writer.Write(8u);
        writer.Write((ulong)values.Length);
        foreach (var value in values)
        {
            Write(writer, value);
        }
    });

    public GgufFile Entry(string key, uint type, Action<BinaryWriter> value)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Write(writer, key);
        writer.Write(type);
        value(writer);
        _entries.AddRange(bytes.ToArray());
        _entryCount++;
        return this;
    }

    public GgufFile Tensor(string name, params ulong[] sizes)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Write(writer, name);
        writer.Write((uint)sizes.Length);
        foreach (var size in sizes)
        {
            writer.Write(size);
        }

        writer.Write(12u);
        writer.Write(0ul);
        _tensors.AddRange(bytes.ToArray());
        _tensorCount++;
        return this;
    }

    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(ClaimedTensors ?? _tensorCount);
        writer.Write(ClaimedEntries ?? _entryCount);
        writer.Write(_entries.ToArray());
        writer.Write(_tensors.ToArray());
        return stream.ToArray();
    }

    /// <summary>Llama-3.1-8B's header with the tensors summed up in four.</summary>
    public static GgufFile Llama() => new GgufFile()
        .Text("general.architecture", "llama")
        .Text("general.name", "Meta Llama 3.1 8B Instruct")
        .Number("general.file_type", 15)
        .Number("llama.block_count", 32)
        .Number("llama.context_length", 131072)
        .Number("llama.embedding_length", 4096)
        .Number("llama.feed_forward_length", 14336)
        .Number("llama.attention.head_count", 32)
        .Number("llama.attention.head_count_kv", 8)
        .Float("llama.rope.freq_base", 500000)
        .Number("llama.vocab_size", 128256)
        .Strings("tokenizer.ggml.tokens", "a", "b", "c")
        .Tensor("token_embd.weight", 4096, 128256)
        .Tensor("output.weight", 4096, 128256)
        .Tensor("blk.weight", 4096, 53248, 32)
        .Tensor("norms", 266240);

    private static void Write(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
