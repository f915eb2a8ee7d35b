using CsCheck;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Gguf;

namespace LocalAi.Hardware.Tests.Gguf;

public sealed class GgufReaderTests
{
    [Fact]
    public void ReadModel_GivesTheCataloguesShape_ForTheSameModel()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.gguf");
        File.WriteAllBytes(path, GgufFile.Llama().ToArray());
        try
        {
            var model = GgufReader.ReadModel(path);

            var expected = LocalAi.Hardware.Catalogue.ModelCatalogue.Find("llama3.1:8b")! with { Tag = Path.GetFileNameWithoutExtension(path), Aliases = model.Architecture.Aliases, Tools = false };
            Assert.Equal(expected, model.Architecture);
            Assert.Equal(("Q4_K_M", new FileInfo(path).Length), (model.Quantization?.Name, model.FileBytes));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_KeepsSmallValuesAndCountsTables_WhenMetadataIsMixed()
    {
        var header = GgufReader.Read(new MemoryStream(new GgufFile().Text("a", "text").Float("b", 0.5f).Flags("c", true, false, true).Strings("d", "x", "y").ToArray()));

        Assert.Equal(
            [("a", "text"), ("b", 0.5), ("c.length", 3L), ("d.length", 2L)],
            header.Metadata.Where(entry => entry.Key != "c").OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value)));
        Assert.Equal([1L, 0L, 1L], Assert.IsType<long[]>(header.Metadata["c"]));
    }

    public static TheoryData<string, byte[], string> Damaged => new()
    {
        { "empty", [], "The file ends inside its header, at magic. It is incomplete: download it again." },
        { "other file", "PK\u0003\u0004....................."u8.ToArray(), "This is not a GGUF file: it does not start with 'GGUF'." },
        { "future version", new GgufFile { Version = 9 }.ToArray(), "GGUF version 9 is not supported; versions 1 to 3 are." },
        { "big-endian", new GgufFile { Version = 0x03000000 }.ToArray(), "This GGUF file is big-endian, which is not supported." },
        { "absurd entries", new GgufFile { ClaimedEntries = ulong.MaxValue }.ToArray(), "The metadata count is 18446744073709551615; at most 65536 is possible in a model. The header is damaged." },
        { "absurd tensors", new GgufFile { ClaimedTensors = 1ul << 40 }.ToArray(), "The tensor count is 1099511627776; at most 1000000 is possible in a model. The header is damaged." },
        { "more entries than there are", new GgufFile { ClaimedEntries = 2 }.Text("a", "b").ToArray(), "The file ends inside its header, at length of a name. It is incomplete: download it again." },
        { "string without end", new GgufFile().Entry("a", 8, writer => writer.Write(1ul << 30)).ToArray(), "The header is longer than 512 MiB at a. It is damaged." },
        { "string past the file", new GgufFile().Entry("a", 8, writer => writer.Write(1ul << 20)).ToArray(), "The file ends inside its header, at a. It is incomplete: download it again." },
        { "array past the file", new GgufFile().Entry("a", 9, writer => { writer.Write(10u); writer.Write(1_000_000ul); }).ToArray(), "The file ends inside its header, at a. It is incomplete: download it again." },
        { "absurd array", new GgufFile().Entry("a", 9, writer => { writer.Write(10u); writer.Write(ulong.MaxValue / 8); }).ToArray(), "The length of 'a' is 2305843009213693951; at most 16000000 is possible in a model. The header is damaged." },
        { "unknown type", new GgufFile().Entry("a", 77, _ => { }).ToArray(), "'a' has the unknown type 77. The header is damaged." },
        { "nested arrays", new GgufFile().Entry("a", 9, Nest).ToArray(), "'a' is an array in an array in an array, which no model has. The header is damaged." },
        { "five dimensions", new GgufFile().Tensor("t", 1, 1, 1, 1, 1).ToArray(), "A tensor has 5 dimensions; 1 to 4 are possible." },
        { "empty tensor", new GgufFile().Tensor("t", 0).ToArray(), "A tensor has an impossible size (0)." },
        { "huge tensor", new GgufFile().Tensor("t", int.MaxValue, int.MaxValue, int.MaxValue).ToArray(), "A tensor has an impossible size (2147483647)." },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Read_SaysWhatIsWrong_WhenTheHeaderIsDamaged(string damage, byte[] file, string message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<GgufException>(() => GgufReader.Read(new MemoryStream(file)));

        Assert.Equal((damage, message), (damage, error.Message));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_FailsCleanlyAndSmall_OnAnyMutation()
    {
        var intact = GgufFile.Llama().ToArray();
        Gen.Select(Gen.Int[0, intact.Length - 1], Gen.Byte, Gen.Int[0, intact.Length - 1], Gen.Byte, Gen.Int[1, intact.Length]).Sample((first, one, second, two, length) =>
        {
            var mutated = intact[..length];
            mutated[first % length] = one;
            mutated[second % length] = two;
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var header = GgufReader.Read(new MemoryStream(mutated));
                _ = new ModelMetadata(header.Metadata) { Parameters = header.Parameters, HasOutput = header.HasOutput }.ToArchitecture("mutated");
            }
            catch (Exception error) when (error is GgufException or ModelMetadataException)
            {
                Assert.NotEmpty(error.Message);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
        }, iter: 20_000);
    }

    [Fact]
    public void Read_FailsCleanly_OnRandomBytesAfterTheMagic() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        byte[] file = [.. "GGUF"u8, 3, 0, 0, 0, .. bytes];
        try
        {
            GgufReader.Read(new MemoryStream(file));
        }
        catch (GgufException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }, iter: 20_000);

    [Fact]
    public void ReadModel_NamesTheFile_WhenItIsMissing() =>
        Assert.StartsWith("/nowhere/model.gguf cannot be read:", Assert.Throws<GgufException>(() => GgufReader.ReadModel("/nowhere/model.gguf")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("llama.block_count", 0u, "llama.block_count is 0; 1 to 1024 is possible.")]
    [InlineData("llama.block_count", 4_000_000_000u, "llama.block_count is 4000000000; 1 to 1024 is possible.")]
    [InlineData("llama.attention.head_count", 100_000u, "llama.attention.head_count is 100000; 1 to 1024 is possible.")]
    [InlineData("llama.embedding_length", 1_000_000u, "llama.embedding_length is 1000000; 1 to 131072 is possible.")]
    public void ToArchitecture_NamesTheKey_WhenANumberIsAbsurd(string key, uint value, string message)
    {
        var header = GgufReader.Read(new MemoryStream(GgufFile.Llama().Number(key, value).ToArray()));

        Assert.Equal(message, Assert.Throws<ModelMetadataException>(() => new ModelMetadata(header.Metadata).ToArchitecture("x")).Message);
    }

    private static void Nest(BinaryWriter writer)
    {
        for (var depth = 0; depth < 40; depth++)
        {
            writer.Write(9u);
            writer.Write(1ul);
        }
    }
}
