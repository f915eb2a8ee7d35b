using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace LocalAi.Cli.Backups.Archive;

/// <summary>
/// Writes named parts of unknown length, compressed and encrypted: for each its name (16 bits of length, UTF-8), blocks of bytes (32 bits of
/// length, big-endian), an empty block, and the SHA-256 of its content.
/// </summary>
internal sealed class ArchiveWriter : IDisposable
{
    private readonly BackupHeader _header;
    private readonly SealingStream _sealing;
    private readonly GZipStream _gzip;

    public ArchiveWriter(Stream file, string passphrase)
    {
        _header = BackupHeader.Create(passphrase);
        _sealing = new SealingStream(file, _header);
        _gzip = new GZipStream(_sealing, CompressionLevel.Fastest, leaveOpen: true);
    }

    /// <summary>Writes one part; <paramref name="write"/> writes its content.</summary>
    /// <returns>The content's length in bytes.</returns>
    public async Task<long> AddAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var encoded = Encoding.UTF8.GetBytes(name);
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)encoded.Length));
        _gzip.Write(length);
        _gzip.Write(encoded);
        await using var part = new PartStream(_gzip);
        await write(part, cancellationToken);
        return part.Complete();
    }

    /// <summary>Writes the end. Without it the file is known to be cut short.</summary>
    public void Complete()
    {
        _gzip.Write([0, 0]);
        _gzip.Dispose();
        _sealing.Complete();
    }

    public void Dispose() => _header.Dispose();

    private sealed class PartStream(Stream archive) : ForwardStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _length;

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.Length == 0)
            {
                return;
            }

            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(length, buffer.Length);
            archive.Write(length);
            archive.Write(buffer);
            _hash.AppendData(buffer);
            _length += buffer.Length;
        }

        public long Complete()
        {
            archive.Write([0, 0, 0, 0]);
            archive.Write(_hash.GetHashAndReset());
            return _length;
        }

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
