using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>Reads a request's JSON whatever its content type says, as Ollama does.</summary>
internal static class RequestBody
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The parsed body, to be disposed by the caller.</summary>
    /// <exception cref="OllamaException">400 without a body or with malformed JSON, 413 when it is too large.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext context, long maxBytes)
    {
        var bytes = await ReadBytesAsync(context, maxBytes);
        if (bytes.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw OllamaException.BadRequest("missing request body");
        }

        try
        {
            return JsonDocument.Parse(bytes, Options);
        }
        catch (JsonException exception)
        {
            throw OllamaException.BadRequest(Describe(exception, bytes.Span));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context, long maxBytes)
    {
        try
        {
            if (context.Request.ContentLength > maxBytes)
            {
                throw new OllamaException(StatusCodes.Status413PayloadTooLarge, "http: request body too large");
            }

            // Counted here too: a chunked body has no length, and not every server under tests enforces its limit.
            var buffer = new ArrayBufferWriter<byte>((int)Math.Max(256, context.Request.ContentLength ?? 4096));
            while (await context.Request.Body.ReadAsync(buffer.GetMemory(4096), context.RequestAborted) is > 0 and var read)
            {
                buffer.Advance(read);
                if (buffer.WrittenCount > maxBytes)
                {
                    throw new OllamaException(StatusCodes.Status413PayloadTooLarge, "http: request body too large");
                }
            }

            return buffer.WrittenMemory;
        }
        catch (BadHttpRequestException exception)
        {
            throw new OllamaException(
                exception.StatusCode,
                exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? "http: request body too large" : exception.Message);
        }
    }

    /// <summary>Go's words for the place where the JSON ends or breaks.</summary>
    private static string Describe(JsonException exception, ReadOnlySpan<byte> bytes)
    {
        var at = Offset(exception, bytes);
        if (at >= bytes.Length || bytes[at..].IndexOfAnyExcept(" \t\r\n\0"u8) < 0)
        {
            return "unexpected EOF";
        }

        Rune.DecodeFromUtf8(bytes[at..], out var rune, out _);
        return $"invalid character '{rune}' in JSON at line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}";
    }

    private static int Offset(JsonException exception, ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            var end = bytes[offset..].IndexOf((byte)'\n');
            if (end < 0)
            {
                return bytes.Length;
            }

            offset += end + 1;
        }

        return (int)Math.Min(bytes.Length, offset + (exception.BytePositionInLine ?? 0));
    }
}
