using System.Security.Cryptography;
using System.Text;
using LocalAi.Cli.Backups.Archive;

namespace LocalAi.Cli.Tests.Backups;

public sealed class ArchiveTests
{
    private const string Passphrase = "correct horse battery staple";

    // A chunk is 64 KiB: none, one byte, exactly one chunk, one byte more, and several.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public async Task Archive_GivesBackWhatWasWritten_WhateverItsLength(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        var parts = await ReadAsync(await WriteAsync(("first", content), ("zweiter/Ümlaut", content), ("last", [])));

        Assert.Equal(["first", "zweiter/Ümlaut", "last"], parts.Select(part => part.Name));
        Assert.Equal([content, content, []], parts.Select(part => part.Content));
    }

    [Fact]
    public async Task Archive_ReadsOn_WhenAPartWasLeftUnread()
    {
        using var file = new MemoryStream(await WriteAsync(("big", new byte[200_000]), ("small", [7])));
        using var reader = new ArchiveReader(file, Passphrase);
        var read = new List<(string, int)>();

        await reader.ReadAsync((name, content, _) => { read.Add((name, content.ReadByte())); return Task.CompletedTask; }, TestContext.Current.CancellationToken);

        Assert.Equal([("big", 0), ("small", 7)], read);
    }

    [Fact]
    public async Task Archive_HoldsNothingThatCanBeRead()
    {
        var file = await WriteAsync(("secrets.json", Encoding.UTF8.GetBytes("the password of the database")));

        var text = Encoding.Latin1.GetString(file);
        Assert.StartsWith("localai-backup/1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secrets.json", text, StringComparison.Ordinal);
        Assert.DoesNotContain("password", text, StringComparison.Ordinal);
        Assert.NotEqual(file, await WriteAsync(("secrets.json", Encoding.UTF8.GetBytes("the password of the database"))));
    }

    [Fact]
    public async Task Archive_IsRefused_WhereverItIsCut()
    {
        var file = await WriteAsync(("part", RandomNumberGenerator.GetBytes(150_000)));
        int[] lengths = [0, 5, 20, 40, 60, 1000, 52 + 65_552, 52 + 65_552 - 1, 52 + 2 * 65_552, file.Length - 16, file.Length - 1];

        foreach (var length in lengths)
        {
            var error = await Assert.ThrowsAsync<BackupException>(() => ReadAsync(file[..length]));
            Assert.Matches("cut short|no backup", error.Message);
        }
    }

    [Fact]
    public async Task Archive_IsRefused_WhereverAByteIsChanged()
    {
        var file = await WriteAsync(("part", RandomNumberGenerator.GetBytes(150_000)));

        // In the salt, the iterations, the check, the first chunk, the second, and the last one's tag.
        foreach (var position in new[] { 20, 35, 40, 100, 80_000, file.Length - 1 })
        {
            var changed = (byte[])file.Clone();
            changed[position] ^= 1;
            var error = await Assert.ThrowsAsync<BackupException>(() => ReadAsync(changed));
            Assert.Matches("damaged|another passphrase", error.Message);
        }
    }

    [Fact]
    public async Task Archive_IsRefused_WhenTwoChunksChangePlaces()
    {
        var file = await WriteAsync(("part", RandomNumberGenerator.GetBytes(250_000)));
        const int header = 53, chunk = 65_552;
        byte[] swapped = [.. file[..header], .. file[(header + chunk)..(header + 2 * chunk)], .. file[header..(header + chunk)], .. file[(header + 2 * chunk)..]];

        Assert.StartsWith("is damaged at byte 53", (await Assert.ThrowsAsync<BackupException>(() => ReadAsync(swapped))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_SaysSo_WhenThePassphraseIsAnother()
    {
        var file = await WriteAsync(("part", [1]));

        Assert.Equal("was made with another passphrase", (await Assert.ThrowsAsync<BackupException>(() => ReadAsync(file, "incorrect horse"))).Message);
    }

    [Theory]
    [InlineData("localai-backup/2\nwhatever comes then", "was made by a newer LocalAi (its format is 2, this program reads 1): upgrade this program")]
    [InlineData("PGDMP and so on", "is no backup of LocalAi")]
    [InlineData("", "is no backup of LocalAi")]
    public async Task Archive_SaysSo_WhenTheFileIsSomethingElse(string content, string expected)
    {
        var error = await Assert.ThrowsAsync<BackupException>(() => ReadAsync(Encoding.ASCII.GetBytes(content)));

        Assert.Equal(expected, error.Message);
    }

    private static async Task<byte[]> WriteAsync(params (string Name, byte[] Content)[] parts)
    {
        using var file = new MemoryStream();
        using var archive = new ArchiveWriter(file, Passphrase);
        foreach (var (name, content) in parts)
        {
            await archive.AddAsync(name, (output, cancellationToken) => output.WriteAsync(content, cancellationToken).AsTask(), TestContext.Current.CancellationToken);
        }

        archive.Complete();
        return file.ToArray();
    }

    private static async Task<List<(string Name, byte[] Content)>> ReadAsync(byte[] bytes, string passphrase = Passphrase)
    {
        using var file = new MemoryStream(bytes);
        using var archive = new ArchiveReader(file, passphrase);
        var parts = new List<(string, byte[])>();
        await archive.ReadAsync(
            async (name, content, cancellationToken) =>
            {
                using var copy = new MemoryStream();
                await content.CopyToAsync(copy, cancellationToken);
                parts.Add((name, copy.ToArray()));
            },
            TestContext.Current.CancellationToken);
        return parts;
    }
}
