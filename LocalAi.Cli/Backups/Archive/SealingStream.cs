using System.Buffers.Binary;

namespace LocalAi.Cli.Backups.Archive;

/// <summary>
/// Encrypts what is written in chunks of 64 KiB with AES-256-GCM. A chunk's nonce is its number and, in the last byte, whether it is the
/// last one, so that chunks cannot be left out, moved or cut off unnoticed (the STREAM construction, as in age).
/// </summary>
internal sealed class SealingStream : ForwardStream
{
    public const int ChunkBytes = 64 << 10;
    public const int TagBytes = 16;
    public const int NonceBytes = 12;

    private readonly Stream _file;
    private readonly BackupHeader _header;
    private readonly byte[] _plain = new byte[ChunkBytes];
    private readonly byte[] _sealed = new byte[ChunkBytes + TagBytes];
    private int _filled;
    private long _chunk;

    public SealingStream(Stream file, BackupHeader header)
    {
        _file = file;
        _header = header;
        file.Write(header.Bytes);
    }

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full chunk waits until it is known not to be the last.
            if (_filled == ChunkBytes)
            {
                WriteChunk(isLast: false);
            }

            var count = Math.Min(buffer.Length, ChunkBytes - _filled);
            buffer[..count].CopyTo(_plain.AsSpan(_filled));
            _filled += count;
            buffer = buffer[count..];
        }
    }

    /// <summary>Writes the last chunk. Without it the file is known to be cut short.</summary>
    public void Complete() => WriteChunk(isLast: true);

    public static void WriteNonce(Span<byte> nonce, long chunk, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[(NonceBytes - sizeof(long) - 1)..], chunk);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
    }

    private void WriteChunk(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, _chunk++, isLast);
        _header.Cipher.Encrypt(nonce, _plain.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, TagBytes), _header.Bytes);
        _file.Write(_sealed, 0, _filled + TagBytes);
        _filled = 0;
    }
}
