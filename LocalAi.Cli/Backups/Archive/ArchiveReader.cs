using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace LocalAi.Cli.Backups.Archive;

/// <summary>Reads what <see cref="ArchiveWriter"/> wrote.</summary>
internal sealed class ArchiveReader : IDisposable
{
    private readonly BackupHeader _header;
    private readonly GZipStream _gzip;

    /// <exception cref="BackupException">It is no backup, a newer one, or the passphrase is another.</exception>
    public ArchiveReader(Stream file, string passphrase)
    {
        _header = BackupHeader.Read(file, passphrase);
        _gzip = new GZipStream(new UnsealingStream(file, _header), CompressionMode.Decompress);
    }

    /// <summary>Hands over each part in the order in which they were written; what the receiver leaves is read to its end too.</summary>
    /// <exception cref="BackupException">The file is cut short or damaged.</exception>
    public async Task ReadAsync(Func<string, Stream, CancellationToken, Task> receive, CancellationToken cancellationToken)
    {
        try
        {
            while (ReadName() is { Length: > 0 } name)
            {
                await using var part = new PartStream(this);
                await receive(name, part, cancellationToken);
                await part.CopyToAsync(Stream.Null, cancellationToken);
            }

            // The chunk that is marked as the last one comes after all parts.
            if (_gzip.ReadByte() >= 0)
            {
                throw new BackupException("has more than it should at its end");
            }
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            throw new BackupException("is damaged", error);
        }
    }

    public void Dispose()
    {
        _gzip.Dispose();
        _header.Dispose();
    }

    private string ReadName()
    {
        var length = new byte[sizeof(ushort)];
        _gzip.ReadExactly(length);
        var name = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        _gzip.ReadExactly(name);
        return Encoding.UTF8.GetString(name);
    }

    private sealed class PartStream(ArchiveReader archive) : ForwardStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private int _left;
        private bool _ended;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            if (buffer.Length == 0 || _ended || _left == 0 && !NextBlock())
            {
                return 0;
            }

            var count = archive._gzip.Read(buffer[..Math.Min(buffer.Length, _left)]);
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            _hash.AppendData(buffer[..count]);
            _left -= count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }

        private bool NextBlock()
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            archive._gzip.ReadExactly(length);
            _left = BinaryPrimitives.ReadInt32BigEndian(length);
            _ended = _left == 0;
            if (!_ended)
            {
                return _left > 0 ? true : throw new InvalidDataException();
            }

            Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
            archive._gzip.ReadExactly(expected);
            return _hash.GetHashAndReset().AsSpan().SequenceEqual(expected) ? false : throw new InvalidDataException("A part is not what was written.");
        }
    }
}
