using System.Buffers;
using System.IO.Compression;
using Google.Protobuf;

namespace LocalAi.Dashboard.Receiver;

/// <summary>A request body in a rented array, decompressed. Dispose it.</summary>
internal sealed class OtlpBody(byte[] array, int length) : IDisposable
{
    private const int FirstSize = 64 * 1024;
    private byte[]? _rented = array;

    public ReadOnlyMemory<byte> Bytes => _rented.AsMemory(0, length);

    /// <summary>Reads the body; null where it is larger than <paramref name="maxBytes"/> before or after decompression.</summary>
    /// <exception cref="InvalidDataException">The body says gzip and is not.</exception>
    public static async Task<OtlpBody?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        if (!string.Equals(request.Headers.ContentEncoding, "gzip", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadAsync(request.Body, (int)(request.ContentLength ?? FirstSize), maxBytes, cancellationToken);
        }

        await using var unzipped = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        return await ReadAsync(unzipped, FirstSize, maxBytes, cancellationToken);
    }

    /// <summary>A message as the body that it would have been.</summary>
    public static OtlpBody Of(IMessage message)
    {
        var length = message.CalculateSize();
        var array = ArrayPool<byte>.Shared.Rent(length);
        message.WriteTo(array.AsSpan(0, length));
        return new OtlpBody(array, length);
    }

    /// <summary>The array, for somebody else to give back.</summary>
    public byte[] TakeOver()
    {
        var taken = _rented!;
        _rented = null;
        return taken;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }

    private static async Task<OtlpBody?> ReadAsync(Stream stream, int expected, int maxBytes, CancellationToken cancellationToken)
    {
        // One byte more than expected: the read that finds the end needs somewhere to look.
        var buffer = ArrayPool<byte>.Shared.Rent(expected + 1);
        try
        {
            var length = 0;
            int read;
            while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
                if (length > maxBytes)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    return null;
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return new OtlpBody(buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }
}
