using System.Buffers;
using System.IO.Compression;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>
/// Refuses archives that unpack to far more than they are ("zip bombs"). Sizes in an archive's directory can lie, so everything is
/// unpacked once, into nothing, and counted.
/// </summary>
internal static class ZipGuard
{
    public const long MaxBytes = 256L << 20;
    private const int MaxEntries = 10_000;

    /// <exception cref="UnreadableDocumentException">It is no archive, or too large a one.</exception>
    public static void Check(byte[] content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > MaxEntries)
            {
                throw TooLarge();
            }

            var total = 0L;
            foreach (var entry in archive.Entries)
            {
                using var unpacked = entry.Open();
                for (var read = unpacked.Read(buffer); read > 0; read = unpacked.Read(buffer))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    total += read;
                    if (total > MaxBytes)
                    {
                        throw TooLarge();
                    }
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw new UnreadableDocumentException("The Word document is damaged or encrypted: it is not a readable archive.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static UnreadableDocumentException TooLarge() =>
        new($"The Word document unpacks to more than {MaxBytes >> 20} MiB or {MaxEntries:N0} files. It was not opened.");
}
