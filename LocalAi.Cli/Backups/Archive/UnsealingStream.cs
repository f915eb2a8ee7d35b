using System.Security.Cryptography;

namespace LocalAi.Cli.Backups.Archive;

/// <summary>Reads what <see cref="SealingStream"/> wrote, and nothing that is not as it was written.</summary>
internal sealed class UnsealingStream(Stream file, BackupHeader header) : ForwardStream
{
    private readonly byte[] _plain = new byte[SealingStream.ChunkBytes];
    private byte[] _current = new byte[SealingStream.ChunkBytes + SealingStream.TagBytes];
    private byte[] _next = new byte[SealingStream.ChunkBytes + SealingStream.TagBytes];
    private int _nextBytes = -1;
    private int _position;
    private int _available;
    private long _chunk;
    private bool _ended;

    public override bool CanRead => true;

    /// <exception cref="BackupException">The file is cut short or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        while (_position == _available)
        {
            if (_ended)
            {
                return 0;
            }

            ReadChunk();
        }

        var count = Math.Min(buffer.Length, _available - _position);
        _plain.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    private void ReadChunk()
    {
        var bytes = _nextBytes < 0 ? file.ReadAtLeast(_current, _current.Length, throwOnEndOfStream: false) : _nextBytes;
        if (_nextBytes >= 0)
        {
            (_current, _next) = (_next, _current);
        }

        _nextBytes = bytes == _current.Length ? file.ReadAtLeast(_next, _next.Length, throwOnEndOfStream: false) : 0;
        _ended = _nextBytes == 0;
        _position = 0;
        _available = bytes - SealingStream.TagBytes;
        if (_available < 0)
        {
            throw new BackupException("is cut short");
        }

        if (!TryOpen(bytes, _ended))
        {
            throw new BackupException(_ended && (bytes < _current.Length || TryOpen(bytes, isLast: false)) ? "is cut short or damaged at its end" : $"is damaged at byte {header.Bytes.Length + _chunk * _current.Length}");
        }

        _chunk++;
    }

    private bool TryOpen(int bytes, bool isLast)
    {
        Span<byte> nonce = stackalloc byte[SealingStream.NonceBytes];
        SealingStream.WriteNonce(nonce, _chunk, isLast);
        try
        {
            header.Cipher.Decrypt(nonce, _current.AsSpan(0, _available), _current.AsSpan(_available, SealingStream.TagBytes), _plain.AsSpan(0, _available), header.Bytes);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
